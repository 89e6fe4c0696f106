import { openArchive } from '@stowbase/archive';
import { bufferSource } from '@stowbase/archive/testing';
import type { ScratchServer } from '@stowbase/postgres/testing';
import { openRestoreConnection } from './open-restore-connection';
import { cuttingProxy } from '../testing/cutting-proxy';
import { madeUpBytes, SmallTarget, type MadeUpMember } from '../testing/small-target';

const lines = (count: number): string => `${'1\n'.repeat(count)}\\.\n`;
const table: MadeUpMember = { kind: 'schema', sql: 'CREATE TABLE public.t (a integer);' };
const rows: MadeUpMember = { kind: 'data', name: 'public.t', sql: `COPY public.t (a) FROM stdin;\n${lines(100_000)}` };
const sleep: MadeUpMember = { kind: 'schema_post', sql: 'SELECT pg_catalog.pg_sleep(600);' };
const longIndex: MadeUpMember = {
  kind: 'schema_post',
  sql: `CREATE FUNCTION public.slow(integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.1); RETURN $1; END';
CREATE INDEX i ON public.t (public.slow(a));`,
};
const all = [table, rows, { kind: 'schema_post', sql: 'ALTER TABLE public.t ADD COLUMN b integer;' }] as const;

describe('a restore that is cut short', () => {
  let server: ScratchServer;
  let target: SmallTarget;
  beforeAll(async () => {
    server = await SmallTarget.start();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    target = await SmallTarget.on(server);
  });

  /** Leaves nothing: no object, and no session that still works on it. */
  async function leftNothing(): Promise<void> {
    for (;;) {
      const busy = await server.with('postgres', 'postgres', (client) =>
        client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [target.database]),
      );
      if (busy.rows.length === 0) break;
    }
    expect(await target.objects()).toEqual([]);
  }

  /** The session that restores, once it runs what matches. */
  async function runs(pattern: string): Promise<number> {
    for (;;) {
      const { rows: found } = await server.with('postgres', 'postgres', (client) =>
        client.query<{ pid: number }>(
          "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND state = 'active' AND query LIKE $2",
          [target.database, pattern],
        ),
      );
      if (found[0] !== undefined) return found[0].pid;
    }
  }

  it.each([
    ['sleeps', sleep, '%pg_sleep(600)%'],
    ['makes an index', longIndex, '%CREATE INDEX%'],
  ])('P-RESTORE-47 is cancelled while the server %s', async (_, member, pattern) => {
    const abort = new AbortController();
    const failed = target.failure([table, rows, member], { signal: abort.signal });
    await runs(pattern);
    abort.abort();
    const error = await failed;
    expect(error).toMatchObject({ code: 'CANCELLED', kind: 'cancelled' });
    expect(error.message).toContain('The target is as it was');
    await leftNothing();
  });

  it('P-RESTORE-47 is cancelled while rows flow', async () => {
    const abort = new AbortController();
    const error = await target.failure([table, rows, rows, rows], {
      signal: abort.signal,
      sent: (_, to) => (to === undefined ? undefined : abort.abort()),
    });
    expect(error).toMatchObject({ code: 'CANCELLED' });
    await leftNothing();
  });

  it('P-RESTORE-47 is cancelled between two members, and before the first', async () => {
    for (const stage of ['prepare', 'finish', 'compare']) {
      const abort = new AbortController();
      const error = await target.failure(all, {
        signal: abort.signal,
        enter: (now) => (now === stage ? abort.abort() : undefined),
      });
      expect(error).toMatchObject({ code: 'CANCELLED' });
      await leftNothing();
    }
    expect(await target.failure(all, { signal: AbortSignal.abort() })).toMatchObject({ code: 'CANCELLED' });
  });

  it('P-RESTORE-47 is cancelled by cutting the line where the server grants no second connection', async () => {
    const abort = new AbortController();
    let connections = 0;
    const failed = target.failure([table, sleep], {
      signal: abort.signal,
      connect() {
        connections += 1;
        return connections === 1 ? openRestoreConnection(target.settings) : Promise.reject(new Error('no more'));
      },
    });
    const pid = await runs('%pg_sleep(600)%');
    abort.abort();
    expect(await failed).toMatchObject({ code: 'CANCELLED' });
    await server.with('postgres', 'postgres', (client) => client.query('SELECT pg_terminate_backend($1)', [pid]));
    await leftNothing();
  });

  it('F38 loses its session: the target is as it was', async () => {
    const failed = target.failure([table, rows, sleep]);
    const pid = await runs('%pg_sleep(600)%');
    await server.with('postgres', 'postgres', (client) =>
      client.query('SELECT pg_terminate_backend($1, 10000)', [pid]),
    );
    const error = await failed;
    expect(error).toMatchObject({ name: 'PostgresError', code: 'CONNECTION_LOST' });
    expect(error.message).toContain('The target is as it was: PostgreSQL took everything back.');
    await leftNothing();
  });

  it('F38 loses the network, in the middle of a statement or of rows: the target is as it was', async () => {
    for (const [members, table_] of [
      [[table, rows, sleep], undefined],
      [[table, rows, rows], 'public.t'],
    ] as const) {
      const proxy = await cuttingProxy(server.port);
      try {
        const settings = { ...target.settings, port: proxy.port };
        const failed = target.failure(members, {
          connect: () => openRestoreConnection(settings),
          sent: (_, to) => (to !== undefined && to === table_ ? proxy.reset() : undefined),
        });
        if (table_ === undefined) {
          const pid = await runs('%pg_sleep(600)%');
          proxy.reset();
          expect(await failed).toMatchObject({ code: 'CONNECTION_LOST' });
          await server.with('postgres', 'postgres', (client) => client.query('SELECT pg_terminate_backend($1)', [pid]));
        } else {
          expect(await failed).toMatchObject({ code: 'CONNECTION_LOST' });
        }
        await leftNothing();
      } finally {
        proxy.close();
      }
    }
  });

  describe('loses the answer to COMMIT', () => {
    it.each([
      ['before the server gets them', false],
      ['after the server answered, unseen', true],
    ] as const)('P-RESTORE-48 and asks what became of it: cut %s', async (cut, committed) => {
      const proxy = await cuttingProxy(server.port, { words: 'COMMIT\0', cut });
      try {
        const settings = { ...target.settings, port: proxy.port };
        const change = { connect: () => openRestoreConnection(settings) };
        if (committed) {
          expect((await target.run(all, change)).counts.rows.size).toBe(1);
          expect(await target.objects()).toEqual(['t']);
        } else {
          const error = await target.failure(all, change);
          expect(error).toMatchObject({ code: 'CONNECTION_LOST' });
          expect(error.message).toContain('The target is as it was');
          await leftNothing();
        }
      } finally {
        proxy.close();
      }
    });

    it('P-RESTORE-48 and says that it is unknown, and how to find out, where the server can not be asked', async () => {
      const proxy = await cuttingProxy(server.port, {
        words: 'COMMIT\0',
        cut: 'after the server answered, unseen',
        shut: true,
      });
      try {
        const settings = { ...target.settings, port: proxy.port };
        const error = await target.failure(all, { connect: () => openRestoreConnection(settings) });
        expect(error).toMatchObject({ name: 'PostgresError', code: 'CONNECTION_LOST' });
        expect(error.message).toContain('it is unknown whether the target is restored or as it was');
        const [query = ''] = /SELECT [^"]+/.exec(error.nextStep) ?? [];
        expect(await target.column(query)).toEqual(['committed']);
      } finally {
        proxy.close();
      }
    });
  });

  it('F36 meets a member that was changed after the archive was opened: the target is as it was', async () => {
    const bytes = await madeUpBytes(all);
    const archive = await openArchive(bufferSource(bytes));
    const last = archive.members.at(-1)!;
    bytes[last.offset + last.storedSize - 1]! ^= 1;
    const error = await target.failure(archive);
    expect(error).toMatchObject({ name: 'ArchiveError', code: 'ARCHIVE_DAMAGED' });
    expect(error.message).toContain(last.name);
    expect(error.message).toContain('The target is as it was');
    await leftNothing();
  });

  it('F36 meets a member whose SQL ends in the middle: the target is as it was', async () => {
    for (const sql of ["COMMENT ON TABLE public.t IS 'canary", 'COPY public.t (a) FROM stdin;\n1\n']) {
      const error = await target.failure([...all, { kind: 'managed', sql }]);
      expect(error).toMatchObject({ name: 'ArchiveError', code: 'ARCHIVE_DAMAGED' });
      expect(error.message).toContain('sql/00000004-managed.sql.zst ends in the middle');
      expect(error.message).toContain('The target is as it was');
      expect(error.message).not.toContain('canary');
      await leftNothing();
    }
  });
});
