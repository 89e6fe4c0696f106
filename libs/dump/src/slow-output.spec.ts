import { fixtureSource, type FixtureSource } from './testing/fixture-source';

const mebibyte = 1024 * 1024;

describe('an output slower than the database', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(
      `CREATE TABLE public.bulk AS SELECT g AS id, repeat(md5(g::text), 32) AS text FROM generate_series(1, 65536) g`,
    );
  }, 60_000);
  afterAll(() => source.stop());

  it('F13 holds pg_dump back: the server waits for the client, and nothing is lost', async () => {
    let raw = 0;
    let rawWhileHeld: number | null = null;
    let reading = false;
    const { result } = await source.backup({
      onProgress: (progress) => {
        raw = progress.rawBytes;
        reading ||= progress.table === 'public.bulk';
      },
      openOutput: () =>
        Promise.resolve({
          async write() {
            if (!reading || rawWhileHeld !== null) return;
            await serverWaitsForClient(source);
            rawWhileHeld = raw;
          },
        }),
    });
    expect(rawWhileHeld).toBeGreaterThan(0);
    expect(rawWhileHeld).toBeLessThan(32 * mebibyte);
    expect(result.summary.rawBytes).toBeGreaterThan(64 * mebibyte);
    expect(result.contents.tables.find(({ name }) => name === 'bulk')?.rows).toBe(65536);
  }, 60_000);
});

/** Resolves when the session that reads the rows can't get rid of them, as often as asked; never without back-pressure. */
async function serverWaitsForClient(source: FixtureSource): Promise<void> {
  await source.server.with('supabase_admin', 'postgres', async (client) => {
    for (let inARow = 0; inARow < 20;) {
      const { rows } = await client.query<{ held: boolean }>(
        `SELECT wait_event IS NOT DISTINCT FROM 'ClientWrite' AS held FROM pg_catalog.pg_stat_activity
          WHERE application_name = 'stowbase' AND query LIKE 'COPY "public"."bulk"%'`,
      );
      if (rows.length === 0) throw new Error('the rows were read although nothing took them');
      inARow = rows[0]?.held === true ? inARow + 1 : 0;
    }
  });
}
