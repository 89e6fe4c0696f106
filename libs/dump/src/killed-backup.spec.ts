import { build } from 'esbuild';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Client } from 'pg';
import { requestFor } from './testing/backup-to-file';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';

const libraries = ['archive', 'postgres', 'sql-stream'];
const library = (name: string): string => path.join(import.meta.dirname, '../..', name, 'src/index.ts');

describe('F07 the process of a backup is killed while a lock is waited for', () => {
  let source: FixtureSource;
  let other: Client;
  let script: string;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql('CREATE TABLE public.ledger (id int)');
    other = await source.server.connect('postgres', 'postgres');
    await build({
      entryPoints: [path.join(import.meta.dirname, 'run-backup.ts')],
      alias: Object.fromEntries(libraries.map((name) => [`@stowbase/${name}`, library(name)])),
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      external: ['pg-native'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: path.join(source.folder, 'run-backup.mjs'),
    });
    script = path.join(source.folder, 'backup.mjs');
    await writeFile(
      script,
      `import { once } from 'node:events';
       import { runBackup } from './run-backup.mjs';
       const request = JSON.parse(process.env.REQUEST);
       await runBackup({
         ...request,
         createdAt: new Date(request.createdAt),
         async openOutput() {
           process.stdout.write('opened');
           await once(process.stdin, 'data');
           return { write: () => Promise.resolve() };
         },
       });`,
    );
    await mkdir(path.join(source.folder, 'tmp'));
  }, 60_000);
  afterAll(async () => {
    await other.end();
    await source.stop();
  });

  const start = (): ChildProcessByStdio<Writable, Readable, null> =>
    spawn(process.execPath, [script], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        TMPDIR: path.join(source.folder, 'tmp'),
        // Far longer than this test may last: no time-out ends the wait.
        REQUEST: JSON.stringify(requestFor(source.settings, { lockWaitSeconds: 600 })),
      },
    });

  /** Asks the server until the condition holds for its sessions; the test's own time limit ends it. */
  const until = (condition: string): Promise<void> =>
    source.server.with('supabase_admin', 'postgres', async (client) => {
      for (;;) {
        const { rows } = await client.query<{ holds: boolean }>(
          `SELECT ${condition} AS holds, pg_catalog.pg_sleep(0.02)`,
        );
        if (rows[0]?.holds === true) return;
      }
    });
  const sessions = (where: string): string => `EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE ${where})`;
  const noneLeft = `NOT ${sessions("application_name LIKE 'stowbase%'")}`;

  it('F07 before the snapshot: no session waits on', async () => {
    await other.query('BEGIN; LOCK TABLE public.ledger IN ACCESS EXCLUSIVE MODE');
    const backup = start();
    await until(sessions("application_name = 'stowbase snapshot' AND wait_event_type = 'Lock'"));
    backup.kill('SIGKILL');
    await once(backup, 'exit');
    await until(noneLeft);
    await other.query('ROLLBACK');
  }, 20_000);

  it('F07 in the dump: no pg_dump is left on the server', async () => {
    const backup = start();
    await once(backup.stdout, 'data');
    await other.query('BEGIN');
    const queued = other.query('LOCK TABLE public.ledger IN ACCESS EXCLUSIVE MODE');
    await until(sessions("application_name NOT LIKE 'stowbase%' AND wait_event_type = 'Lock'"));
    backup.stdin.write('go on');
    await until(sessions("application_name = 'stowbase' AND wait_event_type = 'Lock'"));
    backup.kill('SIGKILL');
    await once(backup, 'exit');
    await queued;
    await until(noneLeft);
    await other.query('ROLLBACK');
  }, 20_000);
});
