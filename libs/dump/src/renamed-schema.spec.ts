import { fixtureSource, type FixtureSource } from './testing/fixture-source';

describe('a database that is changed past all table locks', () => {
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
  }, 60_000);
});
