import { jest } from '@jest/globals';
import { availableServerMajors, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { addRole, lookAt, run } from './testing/look-at';

// Two cores for all: a server's start may take its time.
jest.setTimeout(120_000);

describe.each(await availableServerMajors())('which tables hold rows, PostgreSQL %i', (major) => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await startScratchServer({ major });
    await run(server, 'postgres', 'CREATE SCHEMA s');
  });
  afterAll(() => server.stop());

  const filled = async (user = 'postgres'): Promise<string[]> =>
    [...(await lookAt(server, user)).objects.tablesWithRows].map((key) => (JSON.parse(key) as string[]).join('.'));

  it('tells a table from its children, and a partitioned one by its partitions', async () => {
    await run(
      server,
      'postgres',
      'CREATE TABLE s.empty (n int)',
      'CREATE TABLE s."odd ""one" (n int)',
      'INSERT INTO s."odd ""one" VALUES (1)',
      'CREATE TABLE s.deleted (n int)',
      'INSERT INTO s.deleted VALUES (1)',
      'DELETE FROM s.deleted',
      'CREATE TABLE s.parent (n int)',
      'CREATE TABLE s.child () INHERITS (s.parent)',
      'INSERT INTO s.child VALUES (1)',
      'CREATE TABLE s.split (n int) PARTITION BY LIST (n)',
      'CREATE TABLE s.part PARTITION OF s.split DEFAULT',
      'INSERT INTO s.split VALUES (1)',
      'CREATE TABLE s.split_empty (n int) PARTITION BY LIST (n)',
    );
    expect(await filled()).toEqual(['s.child', 's.odd "one', 's.part', 's.split']);
  });

  it('what may not be read, or not whole, counts when it takes up space', async () => {
    await addRole(server, 'narrow');
    await run(
      server,
      'postgres',
      'CREATE TABLE s.hidden (n int)',
      'INSERT INTO s.hidden VALUES (1)',
      'ALTER TABLE s.hidden ENABLE ROW LEVEL SECURITY',
      'GRANT USAGE ON SCHEMA s TO narrow',
      'GRANT SELECT ON s.hidden, s.empty TO narrow',
    );
    const found = await filled('narrow');
    expect(found).toContain('s.hidden');
    expect(found).toContain('s.odd "one');
    expect(found).not.toContain('s.empty');
    expect(found).not.toContain('s.split_empty');
  });

  it('a table that somebody holds is not waited for, and counts; its neighbours are still told apart', async () => {
    await server.with('postgres', 'postgres', async (other) => {
      await other.query('BEGIN');
      await other.query('LOCK TABLE s.empty IN ACCESS EXCLUSIVE MODE');
      const found = await filled();
      expect(found).toContain('s.empty');
      expect(found).not.toContain('s.parent');
      await other.query('ROLLBACK');
    });
  });
});

it('takes few locks at a time, however many tables there are', async () => {
  const few = { max_locks_per_transaction: '10', max_connections: '10', superuser_reserved_connections: '1' };
  const server = await startScratchServer({ settings: few });
  const [rounds, each] = [40, 50];
  const make = (round: number): string =>
    `DO $$ BEGIN FOR i IN 1..${each} LOOP EXECUTE format('CREATE TABLE public.t%s AS SELECT 1 AS n', i + ${round * each}); END LOOP; END $$`;
  await run(server, 'postgres', ...Array.from({ length: rounds }, (_, round) => make(round)));
  expect((await lookAt(server, 'postgres')).objects.tablesWithRows.size).toBe(rounds * each);
  await server.stop();
});
