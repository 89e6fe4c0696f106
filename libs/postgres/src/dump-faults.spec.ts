import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { chooseClient, findClientTools } from './client-tools';
import { ConnectionFiles } from './connection-files';
import type { PostgresError } from './postgres-error';
import { runTool, type ToolRun } from './run-tool';
import type { ConnectionSettings } from './settings';
import { startScratchServer, type ScratchServer } from './testing';

let server: ScratchServer;
let folder: string;
let pgDump: string;
const secret = 'canary:p\\w@SECRET';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stowbase-faults-'));
  server = await startScratchServer({ major: 15 });
  pgDump = chooseClient(await findClientTools(), 15).pgDump;
  await sql(`CREATE ROLE backup LOGIN PASSWORD '${secret}'`);
  await sql(`CREATE ROLE "limited: \\ user" LOGIN PASSWORD '${secret}'`);
  await sql('CREATE TABLE "Big" AS SELECT n, repeat(md5(n::text), 20) AS text FROM generate_series(1, 30000) n');
  await sql('GRANT SELECT ON "Big" TO backup, "limited: \\ user"');
}, 60_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const sql = (text: string) => server.with(server.superuser.user, 'postgres', (client) => client.query(text));

const as = (user: string): ConnectionSettings => ({
  host: server.host,
  port: server.port,
  user,
  password: user === server.superuser.user ? server.superuser.password : secret,
  database: 'postgres',
  tls: { mode: 'disable' },
});

const containing = (text: string) => expect.stringContaining(text) as unknown;
/** Another process is watched: the server is asked again until it says so. */
async function untilWaiting(wanted: boolean): Promise<void> {
  await server.with(server.superuser.user, 'postgres', async (client) => {
    for (;;) {
      const { rows } = await client.query<{ waits: boolean }>(
        `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'stowbase' AND wait_event_type = 'Lock') AS waits, pg_sleep(0.02)`,
      );
      if (rows[0]?.waits === wanted) return;
    }
  });
}

const lockWait = '--lock-wait-timeout=200';

/** Dumps as this user; resolves with the bytes or the error. */
async function dump(
  settings: ConnectionSettings,
  args: string[] = [lockWait],
  onChunk?: (run: ToolRun) => void,
): Promise<number | PostgresError> {
  const files = await ConnectionFiles.create(settings, { runRoot: folder });
  try {
    const run = runTool({ file: pgDump, args, env: files.env, redact: [settings.password ?? ''] });
    let bytes = 0;
    for await (const chunk of run.stdout) {
      if (bytes === 0) onChunk?.(run);
      bytes += chunk.length;
    }
    return bytes;
  } catch (error) {
    expect(inspect(error, { depth: 9 })).not.toMatch(/canary|SECRET/);
    return error as PostgresError;
  } finally {
    await files.dispose();
  }
}

/** A TCP proxy that resets both sides after so many bytes from the server. */
async function cuttingProxy(afterBytes: number): Promise<{ port: number; close(): void }> {
  const proxy = createServer((client: Socket) => {
    const upstream = createConnection(server.port, server.host);
    let seen = 0;
    upstream.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      if (seen < afterBytes) return void client.write(chunk);
      client.resetAndDestroy();
      upstream.destroy();
    });
    client.on('data', (chunk: Buffer) => upstream.write(chunk));
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => upstream.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return { port: (proxy.address() as AddressInfo).port, close: () => proxy.close() };
}

describe('pg_dump against a real server', () => {
  it('succeeds by pass file, also with a user and password full of special characters', async () => {
    expect(await dump(as('limited: \\ user'))).toBeGreaterThan(10_000_000);
  });

  it('shows no secret in its arguments and environment', async () => {
    let shown = '';
    await dump(as('backup'), [lockWait], (run) => {
      shown = readFileSync(`/proc/${run.pid}/cmdline`, 'utf8') + readFileSync(`/proc/${run.pid}/environ`, 'utf8');
    });
    expect(shown).toContain('PGPASSFILE');
    expect(shown).not.toMatch(/canary|SECRET/);
  });

  it('H10 is told a wrong password', async () => {
    expect(await dump({ ...as('backup'), password: 'canary wrong' })).toMatchObject({ code: 'AUTH_FAILED' });
  });

  it('F01 fails when the server ends its session in the middle of COPY', async () => {
    const error = await dump(as('backup'), [lockWait], () => {
      void sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stowbase'");
    });
    expect(error).toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('F11 fails with a lost connection when the network is cut', async () => {
    const proxy = await cuttingProxy(3_000_000);
    expect(await dump({ ...as('backup'), port: proxy.port })).toMatchObject({
      kind: 'network',
      code: 'CONNECTION_LOST',
    });
    proxy.close();
  });

  it('F15 names the table another session has locked', async () => {
    await server.with(server.superuser.user, 'postgres', async (client) => {
      await client.query('BEGIN; LOCK TABLE "Big" IN ACCESS EXCLUSIVE MODE');
      const error = await dump(as('backup'));
      expect(error).toMatchObject({ code: 'LOCK_TIMEOUT', message: containing('"Big"') });
      await client.query('ROLLBACK');
    });
  });

  it('F16 names the table it may not read, and the GRANT', async () => {
    await sql('CREATE SCHEMA "other schema"; CREATE TABLE "other schema"."my ""table" (a int)');
    await sql('GRANT USAGE ON SCHEMA "other schema" TO backup');
    expect(await dump(as('backup'))).toMatchObject({
      code: 'PERMISSION_DENIED',
      object: '"other schema"."my ""table"',
      sql: 'GRANT SELECT ON TABLE "other schema"."my ""table" TO "backup";',
      message: containing('"other schema"."my ""table"'),
    });
    await sql('REVOKE USAGE ON SCHEMA "other schema" FROM backup');
    expect(await dump(as('backup'))).toMatchObject({
      code: 'PERMISSION_DENIED',
      sql: 'GRANT USAGE ON SCHEMA "other schema" TO "backup";',
    });
    await sql('DROP SCHEMA "other schema" CASCADE');
  });

  it('F17 does not leave rows out that row level security hides', async () => {
    await sql(
      'CREATE TABLE hidden (a int); ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; GRANT SELECT ON hidden TO backup',
    );
    expect(await dump(as('backup'))).toMatchObject({
      code: 'ROW_SECURITY',
      sql: 'ALTER ROLE "backup" BYPASSRLS;',
      message: containing('public.hidden'),
    });
    await sql('DROP TABLE hidden');
  });

  it('says that the snapshot is gone', async () => {
    expect(await dump(as('backup'), ['--snapshot=00000003-00000002-1'])).toMatchObject({ code: 'SNAPSHOT_LOST' });
  });
});

describe('F07 a killed parent', () => {
  it('leaves no pg_dump behind that waits for a lock', async () => {
    const bundle = path.join(folder, 'run-tool.mjs');
    await build({
      entryPoints: [path.join(import.meta.dirname, 'run-tool.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundle,
    });
    const files = await ConnectionFiles.create(as('backup'), { runRoot: folder });
    const call = { file: pgDump, args: [], env: files.env };
    const script = path.join(folder, 'parent.mjs');
    await writeFile(
      script,
      `import { runTool } from './run-tool.mjs';
       const run = runTool(${JSON.stringify(call)});
       for await (const chunk of run.stdout);`,
    );
    await server.with(server.superuser.user, 'postgres', async (client) => {
      await client.query('BEGIN');
      await client.query('LOCK TABLE "Big" IN ACCESS EXCLUSIVE MODE');
      const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
      await untilWaiting(true);
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      await untilWaiting(false);
      await client.query('ROLLBACK');
    });
    await files.dispose();
  }, 20_000);
});
