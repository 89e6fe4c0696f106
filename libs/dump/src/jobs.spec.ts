import path from 'node:path';
import type { Client } from 'pg';
import { fileSource, openArchive } from '@stowbase/archive';
import { findClientTools, queryOf } from '@stowbase/postgres';
import { fingerprint, freshTarget, unexplainedDifferences } from '@stowbase/postgres/testing';
import { chooseJobs } from './choose-jobs';
import type { DataTable } from './scope/scope';
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

const dirs = (process.env['STOWBASE_TEST_CLIENT_DIRS'] ?? '').split(path.delimiter).filter(Boolean);
/** From 17 on pg_dump sets what servers before it don't know. */
const newest = (await findClientTools({ dirs })).find(({ major }) => major >= 17);

/** Both halves of the source are big enough for a dump of their own. */
const bigOnDisk = `SELECT pg_catalog.count(*)::int AS big FROM pg_catalog.pg_class
  WHERE relname IN ('big "one"', 'parted.low') AND pg_catalog.pg_table_size(oid) >= 256 * 1024 * 1024`;

describe('a backup by several dumps at once', () => {
  let source: FixtureSource;
  let one: BackupResult;
  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'plain' });
    await source.sql(bigTables);
    ({ result: one } = await source.backup({ jobs: 1 }));
  }, 90_000);
  afterAll(() => source.stop());

  const admin = <T>(work: (client: Client) => Promise<T>): Promise<T> =>
    source.server.with('supabase_admin', 'postgres', work);
  it('has every row once, every sequence value and every large object, as one dump has', async () => {
    expect(await admin((client) => client.query(bigOnDisk).then(({ rows }): unknown => rows))).toEqual([{ big: 2 }]);
    const three = await source.backup({ jobs: 3 });
    expect(facts(three.result)).toEqual(facts(one));
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

  it('P-JOBS-1 takes all its locks at once: a migration that waits for a big table holds up no dump', async () => {
    let migration: Promise<void> | undefined;
    const { result } = await source.backup({
      jobs: 3,
      onProgress: ({ stage }) => {
        if (stage === 'data') migration ??= source.sql('TRUNCATE public."big ""one"""');
      },
    });
    await migration;
    expect(result.warnings).toEqual(one.warnings);
    expect(facts(result)).toEqual(facts(one));
    await source.sql(
      `INSERT INTO public."big ""one""" (text) SELECT repeat(md5(g::text), 8) FROM generate_series(1, 100000) g`,
    );
  }, 60_000);

  (newest === undefined ? it.skip : it)(
    'P-JOBS-1 says nothing that an older server does not know, in any of its dumps',
    async () => {
      const { file } = await source.backup({ jobs: 3, clientDirs: [newest?.dir ?? ''] });
      const archive = await openArchive(fileSource(file));
      const data = archive.members.filter(({ kind }) => kind === 'data');
      expect(data.length).toBeGreaterThanOrEqual(3);
      for (const { name } of data) {
        const sql: Buffer[] = [];
        for await (const chunk of archive.readMember(name)) sql.push(chunk);
        expect(Buffer.concat(sql).subarray(0, 2_000).toString()).not.toContain('transaction_timeout');
      }
      await archive.close();
    },
    60_000,
  );

  it('P-JOBS-2 is what auto does when both have enough to read and the server has room', async () => {
    const { result } = await source.backup({ jobs: 'auto' });
    expect(result.jobs).toBe(2);
    expect(facts(result)).toEqual(facts(one));
  }, 60_000);

  it('P-JOBS-2 starts again with one dump when the room auto saw is taken meanwhile', async () => {
    let outputs = 0;
    const limit = (most: number): Promise<unknown> =>
      admin((client) => client.query(`ALTER ROLE postgres CONNECTION LIMIT ${most}`));
    const warnings: string[] = [];
    try {
      const { result } = await source.backup({
        jobs: 'auto',
        onWarning: ({ code }) => warnings.push(code),
        openOutput: async () => {
          // The holder and two dumps: those of the rows have too much to be gone before the others come.
          await limit(outputs++ === 0 ? 3 : -1);
          return { write: () => Promise.resolve() };
        },
      });
      expect([outputs, result.jobs]).toEqual([2, 1]);
      expect(warnings).toContain('RESTARTED');
      expect(facts(result)).toEqual(facts(one));
    } finally {
      await limit(-1);
    }
  }, 60_000);

  it('P-JOBS-2 is not for a server with little room, a pooler, or small tables', async () => {
    await source.server.with('postgres', 'postgres', async (client) => {
      const query = queryOf(client);
      const data = [300, 300].map((size) => ({ size: size * 1024 * 1024 }) as DataTable);
      const choose = (change: object = {}, tables = data): Promise<number> =>
        chooseJobs({ jobs: 'auto', source: source.settings, type: 'full', ...change }, query, { data: tables });
      expect(await choose()).toBe(2);
      expect(await choose({ jobs: 7 })).toBe(7);
      expect(await choose({ type: 'schema' })).toBe(1);
      expect(await choose({}, data.slice(1))).toBe(1);
      const pooler = { ...source.settings, host: 'aws-0-eu-central-1.pooler.supabase.com' };
      expect(await choose({ source: pooler })).toBe(1);
      await admin((other) => other.query('ALTER ROLE postgres CONNECTION LIMIT 15'));
      expect(await choose()).toBe(1);
      await admin((other) => other.query('ALTER ROLE postgres CONNECTION LIMIT 16'));
      expect(await choose()).toBe(2);
      await admin((other) => other.query('ALTER ROLE postgres CONNECTION LIMIT -1'));
    });
  });
});

const facts = ({ contents }: BackupResult): unknown => ({
  tables: contents.tables.map(({ schema, name, rows }) => [schema, name, rows]),
  sequences: contents.sequences,
  largeObjects: contents.largeObjects,
  components: contents.components,
  limits: contents.limits,
});
