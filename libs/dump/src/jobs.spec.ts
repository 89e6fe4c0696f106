import { fileSource, openArchive } from '@stowbase/archive';
import { fingerprint, freshTarget, loadFixture, unexplainedDifferences } from '@stowbase/postgres/testing';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';
import { restoreByHand } from './testing/restore-by-hand';
import type { BackupResult } from './request';

/** Large enough on disk for a dump of their own, with few rows: almost every page is left empty. */
const bigTables = `
  CREATE TABLE public."big ""one""" (id bigserial PRIMARY KEY, text text) WITH (fillfactor = 10);
  INSERT INTO public."big ""one""" (text) SELECT repeat(md5(g::text), 8) FROM generate_series(1, 100000) g;
  CREATE TABLE public.parted (id int, text text) PARTITION BY RANGE (id);
  CREATE TABLE public."parted.low" PARTITION OF public.parted FOR VALUES FROM (0) TO (1000000) WITH (fillfactor = 10);
  CREATE TABLE public."parted.high" PARTITION OF public.parted FOR VALUES FROM (1000000) TO (2000000);
  INSERT INTO public.parted SELECT g, repeat(md5(g::text), 8) FROM generate_series(1, 100000) g;
  INSERT INTO public.parted VALUES (1000001, 'high')`;

describe('a backup by several dumps at once', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
    await loadFixture(source.server, 'plain');
    await source.sql(bigTables);
  }, 60_000);
  afterAll(() => source.stop());

  it('has every row once, every sequence value and every large object, as one dump has', async () => {
    const sizes = await source.server.with('postgres', 'postgres', async (client) => {
      const { rows } = await client.query<{ size: string }>(
        `SELECT pg_catalog.pg_table_size(oid) AS size FROM pg_catalog.pg_class WHERE relname IN ('big "one"', 'parted.low')`,
      );
      return rows.map(({ size }) => Number(size) >= 256 * 1024 * 1024);
    });
    expect(sizes).toEqual([true, true]);
    const one = await source.backup({ jobs: 1 });
    const three = await source.backup({ jobs: 3 });
    expect(facts(three.result)).toEqual(facts(one.result));
    const archive = await openArchive(fileSource(three.file));
    expect((await archive.verify(2)).damaged).toEqual([]);
    await archive.close();

    const target = await freshTarget();
    try {
      await restoreByHand(three.file, { target, user: 'postgres' });
      const [before, after] = [source.server, target].map((server) => server.settings('supabase_admin', 'postgres'));
      expect(unexplainedDifferences('plain', await fingerprint(before!), await fingerprint(after!))).toEqual({
        missing: [],
        added: [],
      });
    } finally {
      await target.stop();
    }
  }, 120_000);
});

const facts = ({ contents }: BackupResult): unknown => ({
  tables: contents.tables.map(({ schema, name, rows }) => [schema, name, rows]),
  sequences: contents.sequences,
  largeObjects: contents.largeObjects,
  components: contents.components,
  limits: contents.limits,
});
