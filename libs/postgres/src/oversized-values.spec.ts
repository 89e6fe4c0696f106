import { queryOf } from './query';
import { findOversizedValues } from './oversized-values';
import { startScratchServer, type ScratchServer } from './testing';

describe('F60 the probe for values too large for pg_dump', () => {
  let server: ScratchServer;
  beforeAll(async () => (server = await startScratchServer({ major: 15 })), 60_000);
  afterAll(() => server.stop());

  const withTable = async <T>(definition: string, work: Parameters<ScratchServer['with']>[2]): Promise<T> =>
    server.with(server.superuser.user, 'postgres', async (client) => {
      await client.query(definition);
      try {
        return (await work(client)) as T;
      } finally {
        await client.query('DROP TABLE "odd ""table" CASCADE');
      }
    });

  // A tenth of a percent of the true limits: the same rules, without a gigabyte.
  const limits = { row: 1_000_000, smallestToast: 2_000, largeToast: 250_000 };
  const probe = (definition: string) =>
    withTable<Awaited<ReturnType<typeof findOversizedValues>>>(definition, (client) =>
      findOversizedValues(queryOf(client), { limits }),
    );

  it('counts bytea twice, also when it is stored compressed', async () => {
    const found = await probe(
      `CREATE TABLE "odd ""table" (id int, "my data" bytea); INSERT INTO "odd ""table" VALUES (1, 'x'), (2, repeat('x', 501000)::bytea)`,
    );
    expect(found).toEqual([
      { schema: 'public', table: 'odd "table', columns: ['my data'], bytes: 1_002_003, certain: true },
    ]);
  });

  it('adds up the values of one row', async () => {
    const found = await probe(
      `CREATE TABLE "odd ""table" (a text, b text, c text); INSERT INTO "odd ""table" VALUES (repeat('x', 400000), repeat('y', 400000), repeat('z', 300000))`,
    );
    expect(found).toEqual([expect.objectContaining({ columns: ['a', 'b', 'c'], bytes: 1_100_000, certain: true })]);
  });

  it('is unsure where line breaks could double a text, and about types whose text form it cannot know', async () => {
    const text = await probe(
      `CREATE TABLE "odd ""table" (a text); INSERT INTO "odd ""table" VALUES (repeat('x', 600000))`,
    );
    expect(text).toEqual([expect.objectContaining({ columns: ['a'], certain: false })]);
    const array = await probe(
      `CREATE TABLE "odd ""table" (a text[]); ALTER TABLE "odd ""table" ALTER a SET STORAGE EXTERNAL; INSERT INTO "odd ""table" VALUES (ARRAY[repeat('x', 600000)])`,
    );
    expect(array).toEqual([expect.objectContaining({ columns: ['a'], certain: false })]);
  });

  it('is silent about values that fit, generated columns and small tables', async () => {
    expect(
      await probe(
        `CREATE TABLE "odd ""table" (a bytea, b bytea); INSERT INTO "odd ""table" VALUES (repeat('x', 200000)::bytea)`,
      ),
    ).toEqual([]);
    expect(
      await probe(
        `CREATE TABLE "odd ""table" (n int, a text GENERATED ALWAYS AS (repeat('x', n)) STORED); INSERT INTO "odd ""table" VALUES (1500000)`,
      ),
    ).toEqual([]);
    expect(
      await probe(
        `CREATE TABLE "odd ""table" (a text); INSERT INTO "odd ""table" SELECT 'x' FROM generate_series(1, 100)`,
      ),
    ).toEqual([]);
  });

  it('knows domains by what they stand on, and skips what it is told to', async () => {
    const definition = `DROP DOMAIN IF EXISTS blob; CREATE DOMAIN blob AS bytea; CREATE TABLE "odd ""table" (a blob); INSERT INTO "odd ""table" VALUES (repeat('x', 600000)::bytea)`;
    expect(await probe(definition)).toEqual([expect.objectContaining({ certain: true })]);
    const skipped = await withTable(definition, (client) =>
      findOversizedValues(queryOf(client), { limits, skip: () => true }),
    );
    expect(skipped).toEqual([]);
  });
});
