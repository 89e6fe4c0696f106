import { fixtureSource, type FixtureSource } from './testing/fixture-source';

const all = process.env['STOWBASE_TEST_ALL'] === '1';
const tables = all ? 20_000 : 1_500;

/** Small transactions: creating them all in one needs the locks that are tested. */
const makeTables = `DO $$ BEGIN
  FOR i IN 1..${tables} LOOP
    EXECUTE pg_catalog.format('CREATE TABLE public.%I (id int)', 'many ' || i);
    IF i % 50 = 0 THEN COMMIT; END IF;
  END LOOP;
END $$`;

describe(`F52 ${tables} tables`, () => {
  const sources: FixtureSource[] = [];
  const sourceWith = async (locks: number): Promise<FixtureSource> => {
    const source = await fixtureSource({
      settings: {
        max_locks_per_transaction: String(locks),
        max_connections: '20',
        max_wal_senders: '0',
        max_worker_processes: '2',
      },
      preload: [],
    });
    sources.push(source);
    await source.sql(makeTables);
    return source;
  };
  afterAll(async () => {
    for (const source of sources) await source.stop();
  });

  it('F52 too many for the server: the sentence names the setting, and nothing is left', async () => {
    const source = await sourceWith(10);
    const error = await source.failedBackup();
    expect(error.code).toBe('LOCKS_EXHAUSTED');
    expect(error.message).toContain('max_locks_per_transaction');
    expect(error.nextStep).toContain('max_locks_per_transaction');
  }, 300_000);

  it('F52 with room for the locks they are all in the backup', async () => {
    const source = await sourceWith(all ? 2_000 : 256);
    const { result } = await source.backup();
    expect(result.gaps).toEqual([]);
    expect(result.contents.tables.filter(({ schema }) => schema === 'public')).toHaveLength(tables);
  }, 600_000);
});
