import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../backups/testing/until';
import type { Database } from '../database/database';
import { openDatabase } from '../database/open-database';
import { databaseFile } from '../database/place';
import { Setting } from '../database/setting.entity';
import { makeLog } from '../logging/log';
import { tidyUpHourly } from './tidy-up-hourly';

describe("SQLite's write-ahead log", () => {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-tidy-'));
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ engine: 'sqlite', folder });
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const length = (): number => statSync(`${databaseFile(folder)}-wal`).size;
  const write = (id: string): Promise<unknown> =>
    database.write((manager) =>
      manager.insert(Setting, { id, value: { text: 'x'.repeat(50_000) }, updatedAt: new Date() }),
    );

  it('P-START-4 is emptied again and again, until the service stops', async () => {
    await write('a');
    expect(length()).toBeGreaterThan(50_000);
    const stop = tidyUpHourly(database, makeLog('fatal'), 5);
    await until(() => length() === 0);
    await write('b');
    await until(() => length() === 0);
    stop();
    await write('c');
    expect(length()).toBeGreaterThan(50_000);
  });

  it('a try that fails is told, and is not the last', async () => {
    const told: unknown[] = [];
    const log = { error: (fields: unknown) => told.push(fields) } as unknown as ReturnType<typeof makeLog>;
    const stop = tidyUpHourly({ tidyUp: () => Promise.reject(new Error('disk I/O error')) }, log, 5);
    await until(() => told.length > 1);
    stop();
    expect(told[0]).toMatchObject({ err: { message: 'disk I/O error' } });
  });
});
