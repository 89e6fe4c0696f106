import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';
import { restoreByHand } from './testing/restore-by-hand';

/** Names as they may stand in any database, quoted: quotes, a line break, an emoji, 63 bytes, SQL and shell words. */
const names = ['a"b\'c', 'two\nlines', 'café ☕', 'x'.repeat(63), 'drop table "users"; --', '$(id) `id` \\', '-f', ' '];
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const asAscii = { encoding: 'SQL_ASCII', locale: 'C' };

describe('F53 odd names, and bytes that are no text in any encoding', () => {
  let source: FixtureSource;
  let target: ScratchServer;
  beforeAll(async () => {
    source = await fixtureSource(asAscii);
    for (const name of names) {
      await source.sql(`CREATE TABLE ${quoted(name)} (${quoted(name)} text);
        INSERT INTO ${quoted(name)} VALUES (E'caf\\xe9 \\xff\\xfe\\x80'), (E'\\\\.'), (E'a\\tb\\rc\\nd')`);
    }
    target = await freshTarget(asAscii);
  }, 60_000);
  afterAll(async () => {
    await source.stop();
    await target.stop();
  });

  it('come back byte for byte from a database without an encoding', async () => {
    const { file, result } = await source.backup();
    expect(result.gaps).toEqual([]);
    await restoreByHand(file, { target, user: 'postgres' });
    for (const name of names) expect(await rowsOf(target, name)).toEqual(await rowsOf(source.server, name));
  }, 120_000);
});

async function rowsOf(server: ScratchServer, name: string): Promise<unknown[]> {
  return server.with('postgres', 'postgres', async (client) => {
    const { rows } = await client.query<{ md5: string }>(
      `SELECT md5(${quoted(name)}), octet_length(${quoted(name)}) FROM ${quoted(name)} ORDER BY 1`,
    );
    expect(rows).toHaveLength(3);
    return rows;
  });
}
