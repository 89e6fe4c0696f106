import { fakePgDump } from './testing/fake-pg-dump';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';

describe('what could be lost without a word', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
  }, 60_000);
  afterAll(() => source.stop());

  const rowsOf = (result: Awaited<ReturnType<FixtureSource['backup']>>['result'], name: string): number[] =>
    result.contents.tables.filter((table) => `${table.schema}.${table.name}` === name).map(({ rows }) => rows);

  it('P-CONSISTENT-2 a schema that is swapped for another one after the snapshot gives no empty tables', async () => {
    await source.sql('CREATE SCHEMA app; CREATE TABLE app.t AS SELECT g AS id FROM generate_series(1, 1000) g');
    const warnings: string[] = [];
    let opened = 0;
    const { result } = await source.backup({
      onWarning: ({ code }) => warnings.push(code),
      openOutput: async () => {
        if (opened++ === 0)
          await source.sql(`CREATE SCHEMA app_new; CREATE TABLE app_new.t AS SELECT g AS id FROM generate_series(1, 500) g;
            ALTER SCHEMA app RENAME TO app_old; ALTER SCHEMA app_new RENAME TO app`);
        return { write: () => Promise.resolve() };
      },
    });
    expect(warnings).toContain('RESTARTED');
    expect([rowsOf(result, 'app.t'), rowsOf(result, 'app_old.t')]).toEqual([[500], [1000]]);
  }, 60_000);

  it('P-CONTENTS-1 partitions that pg_dump loads through their root are one table with all rows', async () => {
    await source.sql(`CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
      CREATE TABLE public.moods (mood public.mood, note text) PARTITION BY HASH (mood);
      CREATE TABLE public.moods_0 PARTITION OF public.moods FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE public.moods_1 PARTITION OF public.moods FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      INSERT INTO public.moods VALUES ('sad', 'a'), ('ok', 'b'), ('happy', 'c'), ('ok', 'd')`);
    const { result } = await source.backup();
    expect(rowsOf(result, 'public.moods')).toEqual([4]);
    expect(result.gaps).toEqual([]);
  }, 60_000);

  it('P-COVERAGE-1 tables of the user in schemas of the platform are a gap that names them, never left out without a word', async () => {
    const admin = (sql: string): Promise<unknown> =>
      source.server.with('supabase_admin', 'postgres', (client) => client.query(sql));
    await admin('CREATE SCHEMA etl AUTHORIZATION postgres');
    await source.sql(
      `CREATE TABLE etl.jobs (id int); INSERT INTO etl.jobs VALUES (1); CREATE TABLE etl.empty (id int)`,
    );
    const { result } = await source.backup();
    expect(result.gaps).toEqual([
      {
        component: 'data',
        status: 'failed',
        reason: expect.stringContaining('not saved: etl.empty, etl.jobs; move') as string,
      },
    ]);
    const { result: definitions } = await source.backup({ type: 'schema' });
    expect(definitions.gaps.map(({ component }) => component)).toEqual(['schema']);
    const { result: wanted } = await source.backup({ excludeSchemas: ['etl'] });
    expect(wanted.gaps).toEqual([]);
    await source.sql('DROP TABLE etl.jobs, etl.empty');
  }, 60_000);

  it('P-LOCKS-1 the platform may drop a partition of realtime while rows are read: nobody waits for the backup', async () => {
    const admin = (sql: string): Promise<unknown> =>
      source.server.with('supabase_admin', 'postgres', (client) => client.query(sql));
    await admin('CREATE TABLE realtime.messages_today (id int); GRANT SELECT ON realtime.messages_today TO postgres');
    await source.sql('CREATE TABLE public.some AS SELECT g AS id FROM generate_series(1, 1000) g');
    let dropped: Promise<unknown> | undefined;
    const warnings: string[] = [];
    await source.backup({
      onWarning: ({ code }) => warnings.push(code),
      onProgress: ({ stage }) => {
        if (stage === 'data') dropped ??= admin("SET lock_timeout = '5s'; DROP TABLE realtime.messages_today");
      },
      // The backup goes on when the table is dropped, so that neither can wait for the other's end.
      openOutput: () => Promise.resolve({ write: async () => void (await dropped) }),
    });
    await expect(dropped).resolves.toBeDefined();
    expect(warnings).not.toContain('RESTARTED');
  }, 60_000);

  it('P-JOBS-3 a dump that dies before it is read ends the backup before the rows of the others are read', async () => {
    await source.server.with('supabase_admin', 'postgres', (client) =>
      client.query('CREATE SCHEMA IF NOT EXISTS supabase_migrations AUTHORIZATION postgres'),
    );
    const died =
      'echo "pg_dump: error: connection to server failed: FATAL:  sorry, too many clients already" >&2; exit 1';
    const tools = await fakePgDump(died, '--schema=?supabase_migrations');
    try {
      const stages = new Set<string>();
      const error = await source.failedBackup({
        clientDirs: [tools.dir],
        onProgress: ({ stage }) => stages.add(stage),
      });
      expect(error.code).toBe('TOO_MANY_CONNECTIONS');
      expect([...stages]).not.toContain('finish');
    } finally {
      await tools.remove();
    }
  }, 60_000);

  it('P-COVERAGE-2 a table that was to be read and is not in any dump is a gap that names it', async () => {
    await source.sql('CREATE TABLE public.forgotten AS SELECT 1 AS id');
    const tools = await fakePgDump(`exec "$REAL" "$@" '--exclude-table-data="public"."forgotten"'`);
    try {
      const { result } = await source.backup({ clientDirs: [tools.dir] });
      expect(result.gaps).toEqual([
        { component: 'data', status: 'failed', reason: 'pg_dump gave no rows of public.forgotten; please report this' },
      ]);
    } finally {
      await tools.remove();
    }
  }, 60_000);
});
