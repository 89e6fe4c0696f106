import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestApi } from '../../../testing/start-test-api';

/** Written whatever is asked: who tried what, and how often. */
const logs = ['audit_events', 'login_throttles', 'run_log'];
/** Their rows are noted as seen when they are used. */
const touched = ['login_sessions', 'api_tokens', 'known_devices'];

/** Every table with how many rows it has and a digest of them; equal before and after: nothing was stored or changed. */
export async function recordsOf({ database }: TestApi): Promise<Record<string, string>> {
  const tables = await database.read.query<{ name: string }[]>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  const records: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !logs.includes(table.name))) {
    const rows = await database.read.query<object[]>(`SELECT * FROM "${name}"`);
    const digest = touched.includes(name) ? '' : createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    records[name] = `${rows.length} rows ${digest}`;
  }
  return records;
}

/** The bytes of the database, of a copy that SQLite makes: reading the file itself would drop the service's locks on it. */
export async function databaseBytes({ database }: TestApi): Promise<Buffer> {
  const file = join(tmpdir(), `stowbase-look-${process.pid}-${performance.now()}.copy`);
  try {
    await database.read.query('VACUUM INTO ?', [file]);
    return readFileSync(file);
  } finally {
    rmSync(file, { force: true });
  }
}

/** The files themselves, with what was deleted and not overwritten yet; by another process, which takes no lock away from this one. */
export function rawDatabaseBytes({ config }: TestApi): Buffer {
  const files = ['', '-wal']
    .map((end) => `${join(config.dataFolder, 'stowbase.db')}${end}`)
    .filter((file) => existsSync(file));
  return execFileSync('cat', files, { maxBuffer: 2 ** 30 });
}
