import type { Client } from 'pg';
import { findClientTools } from '@stowbase/postgres';
import { fakePgDump } from './testing/fake-pg-dump';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';

describe('a dump that goes wrong never becomes an archive', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(`CREATE TABLE public.ledger (id int PRIMARY KEY, note text);
      INSERT INTO public.ledger SELECT g, repeat('x', 100) FROM generate_series(1, 20000) g`);
  }, 60_000);
  afterAll(() => source.stop());

  it.each([
    [
      'F01 pg_dump exits 1 after partial output',
      '"$REAL" "$@" | head -c 1000000; echo "pg_dump: error: boom" >&2; exit 1',
      'DUMP_FAILED',
    ],
    ['F02 pg_dump is killed', '"$REAL" "$@" | head -c 1000000; kill -9 $$', 'DUMP_KILLED'],
    ['F03 pg_dump ends well without a byte', 'exit 0', 'DUMP_EMPTY'],
    ['F03 pg_dump ends well without its completeness line', '"$REAL" "$@" | head -c 1000000; exit 0', 'DUMP_EMPTY'],
    [
      'F04 the completeness line is only inside a value',
      `"$REAL" "$@" | head -c 1000000; printf '\\n-- PostgreSQL database dump complete\\n'; exit 0`,
      'SQL_UNTERMINATED',
    ],
  ])('%s', async (_title, script, code) => {
    const tools = await fakePgDump(script);
    try {
      const error = await source.failedBackup({ clientDirs: [tools.dir] });
      expect(error.code).toMatch(new RegExp(`^${code}$`));
      expect(error.message).not.toBe('');
      expect(error.nextStep.length).toBeGreaterThan(10);
    } finally {
      await tools.remove();
    }
  });

  it('F05 a warning of a pg_dump that ends well is shown, and the backup stands', async () => {
    const tools = await fakePgDump(
      'echo "pg_dump: warning: owner of function f appears to be invalid" >&2; exec "$REAL" "$@"',
    );
    try {
      const { result } = await source.backup({ clientDirs: [tools.dir] });
      expect(result.warnings.map((warning) => warning.text).join('\n')).toContain('owner of function f');
      expect(result.contents.tables.find((table) => table.name === 'ledger')?.rows).toBe(20000);
    } finally {
      await tools.remove();
    }
  });

  it('F11 a connection that is lost for good fails after two new tries', async () => {
    const tools = await fakePgDump('echo "pg_dump: error: server closed the connection unexpectedly" >&2; exit 1');
    const opened: number[] = [];
    try {
      const error = await source.failedBackup({
        clientDirs: [tools.dir],
        onWarning: (w) => w.code === 'RESTARTED' && opened.push(1),
      });
      expect(error.code).toBe('CONNECTION_LOST');
      expect(opened).toHaveLength(2);
    } finally {
      await tools.remove();
    }
  });

  it('F11 the holder of the snapshot is cut off: the dump under it is worthless', async () => {
    const cut = (): Promise<unknown> =>
      source.server.with('supabase_admin', 'postgres', (client) =>
        client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stowbase snapshot'",
        ),
      );
    const tools = await fakePgDump('"$REAL" "$@" | head -c 1000000; sleep 60');
    try {
      let cuts = Promise.resolve<unknown>(null);
      const error = await source.failedBackup({
        clientDirs: [tools.dir],
        onProgress: (progress) => {
          if (progress.stage === 'data' && progress.table !== undefined) cuts = cut();
        },
      });
      await cuts;
      expect(error.code).toBe('CONNECTION_LOST');
    } finally {
      await tools.remove();
    }
  }, 30_000);

  it('F12 a silent pg_dump is ended by the stall watchdog', async () => {
    const tools = await fakePgDump('"$REAL" "$@" | head -c 100000; sleep 60');
    try {
      expect((await source.failedBackup({ clientDirs: [tools.dir], stallSeconds: 0.3 })).code).toBe('STALLED');
      expect((await source.failedBackup({ clientDirs: [tools.dir], maxSeconds: 0.3 })).code).toBe('MAX_DURATION');
    } finally {
      await tools.remove();
    }
  });

  it('F15 a table locked by somebody else is named', async () => {
    const other = await source.server.connect('postgres', 'postgres');
    try {
      await other.query('BEGIN; LOCK TABLE public.ledger IN ACCESS EXCLUSIVE MODE');
      const error = await source.failedBackup({ lockWaitSeconds: 1 });
      expect(error).toMatchObject({ code: 'LOCK_TIMEOUT' });
      expect(error.message).toContain('"public"."ledger"');
    } finally {
      await other.end();
    }
  });

  it('cancelling while the snapshot waits for a lock ends that wait on the server too', async () => {
    const other = await source.server.connect('postgres', 'postgres');
    const stop = new AbortController();
    try {
      await other.query('BEGIN; LOCK TABLE public.ledger IN ACCESS EXCLUSIVE MODE');
      const failed = source.failedBackup({ signal: stop.signal });
      await somebodyWaits(other);
      stop.abort();
      expect((await failed).code).toBe('CANCELLED');
      expect((await other.query('SELECT FROM pg_locks WHERE NOT granted')).rows).toHaveLength(0);
    } finally {
      await other.end();
    }
  });

  it('cancelling ends pg_dump and leaves nothing', async () => {
    const stop = new AbortController();
    const tools = await fakePgDump('"$REAL" "$@" | head -c 1000000; exec sleep 60');
    try {
      const error = await source.failedBackup({
        clientDirs: [tools.dir],
        signal: stop.signal,
        onProgress: (progress) => progress.stage === 'data' && progress.table !== undefined && stop.abort(),
      });
      expect(error.code).toBe('CANCELLED');
    } finally {
      await tools.remove();
    }
  });

  it('F19 a client older than the server is refused before anything is opened', async () => {
    const [tool] = await findClientTools();
    const tools = await fakePgDump('exit 1');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${tools.dir}/pg_dump`, '#!/bin/sh\necho "pg_dump (PostgreSQL) 12.22"\n', { mode: 0o755 });
    let opened = 0;
    try {
      const error = await source.failedBackup({
        clientDirs: [tools.dir],
        onProgress: (p) => (opened += p.storedBytes),
      });
      expect(error.code).toBe('CLIENT_TOO_OLD');
      expect(error.nextStep).toContain('apt-get install');
      expect(opened).toBe(0);
      expect(tool).toBeDefined();
    } finally {
      await tools.remove();
    }
  });

  it('a sink that fails (full disk) is the cause that is reported', async () => {
    const full = Object.assign(new Error('no space left on device'), {
      code: 'DISK_FULL',
      nextStep: 'Free some space.',
    });
    const error = await source.failedBackup({
      openOutput: () => Promise.resolve({ write: () => Promise.reject(full) }),
    });
    expect(error).toBe(full);
  });

  it('a sink that can not even remove its rest: the first cause stands, the rest is said', async () => {
    const full = Object.assign(new Error('no space left'), { code: 'DISK_FULL', nextStep: 'Free some space.' });
    const warned: string[] = [];
    const error = await source.failedBackup({
      openOutput: () =>
        Promise.resolve({ write: () => Promise.reject(full), abort: () => Promise.reject(new Error('read-only')) }),
      onWarning: ({ code }) => void warned.push(code),
    });
    expect(error).toBe(full);
    expect(warned).toContain('CLEANUP_FAILED');
  });
});

/** Resolves when a session waits for a lock. */
async function somebodyWaits(client: Client): Promise<void> {
  for (;;) if ((await client.query('SELECT FROM pg_locks WHERE NOT granted')).rows.length > 0) return;
}
