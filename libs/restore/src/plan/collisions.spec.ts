import { jest } from '@jest/globals';
import { generateIdentity } from '@stowbase/archive';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { lines, plainOwner, PlannedBackup } from './testing/planned-backup';

jest.setTimeout(120_000);

/** One of each kind under a name of the fixture's, and things beside them that are in nobody's way. */
const oneOfEach = `
  CREATE ROLE torture_a;
  CREATE SCHEMA pgx; CREATE SCHEMA other;
  CREATE TABLE public.serials (something_else text);
  CREATE TABLE public.nested (the_name_of_a_type text);
  CREATE TABLE other.points_to_parts (the_name_of_a_table_elsewhere text);
  CREATE VIEW public.no_from AS SELECT 1 AS one;
  CREATE MATERIALIZED VIEW public.z_base AS SELECT 1 AS one;
  CREATE SEQUENCE public.cycling;
  CREATE TABLE other.indexed (a text); CREATE TABLE public.indexed (a text);
  CREATE INDEX parts_us_own ON public.indexed (a); CREATE INDEX parts_note ON other.indexed (a);
  CREATE INDEX types_pkey ON public.indexed (a);
  CREATE TYPE public.mood AS ENUM ('ok');
  CREATE DOMAIN public.loose AS text;
  CREATE FUNCTION public.add_one(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT $1';
  CREATE FUNCTION public.add_one(text) RETURNS text LANGUAGE sql AS 'SELECT $1';
  CREATE PROCEDURE public.proc(INOUT a integer, IN b public.mood) LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE public.total(integer) (SFUNC = int4pl, STYPE = integer);
  CREATE COLLATION public.bytes FROM "C";
  CREATE TEXT SEARCH DICTIONARY public.no_words (TEMPLATE = simple);
  CREATE PUBLICATION pub_empty;
  SELECT pg_catalog.lo_create(80001), pg_catalog.lo_create(81234);
  CREATE FUNCTION public.mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE TRIGGER zz_second AFTER DELETE ON auth.users EXECUTE FUNCTION public.mine();
  CREATE POLICY see_self ON auth.users USING (true);
  CREATE POLICY not_in_the_backup ON auth.users USING (true);
  INSERT INTO auth.users (id) VALUES ('00000000-0000-0000-0000-000000000001');
`;

const collisions = [
  'aggregate public.total(integer)',
  'collation public.bytes',
  'constraint types_pkey on public.types',
  'domain public.loose',
  'function public.add_one(bigint)',
  'index public.parts_us_own',
  'large object 80001',
  'materialized view public.z_base',
  'policy see_self on auth.users',
  'procedure public.proc(INOUT a integer, IN b public.mood)',
  'publication pub_empty',
  'rows auth.users',
  'sequence public.cycling',
  'table public.serials',
  'text search dictionary public.no_words',
  'trigger zz_second on auth.users',
  'type public.mood',
  'type public.nested',
  'view public.no_from',
];

describe('a target that has some of what is in the backup', () => {
  let backup: PlannedBackup;
  let target: ScratchServer;

  beforeAll(async () => {
    backup = await PlannedBackup.of('torture');
    target = await freshTarget();
    await target.with('postgres', 'postgres', (client) => client.query(oneOfEach));
    if (target.preloaded.includes('pg_cron')) {
      const job = `SELECT cron.schedule('paused', '0 5 1 1 *', 'SELECT 1'), cron.schedule('another', '0 5 1 1 *', 'SELECT 1')`;
      await target.with('postgres', 'postgres', (client) => client.query(job));
    }
  });
  afterAll(() => Promise.all([backup.stop(), target.stop()]));

  const expected = (): string[] =>
    [...collisions, ...(target.preloaded.includes('pg_cron') ? ['cron job paused'] : [])].sort();

  it('P-RESTORE-21 collides with exactly these when it is added to', async () => {
    const plan = await backup.plan(target.settings('postgres', 'postgres'), { mode: 'add' });
    expect(lines(plan, ({ action }) => action === 'conflict')).toEqual(expected().map((line) => `conflict ${line}`));
    expect(lines(plan, ({ action, type }) => action === 'skip' && type !== 'extension')).toEqual(
      expect.arrayContaining(['skip role torture_a', 'skip schema pgx', 'skip publication supabase_realtime']),
    );
  });

  it('collides with the same when the backup is encrypted: large objects are found without a name to tell their members by', async () => {
    const { identity, recipient } = await generateIdentity();
    const encrypted = await backup.another({ recipients: [recipient] }, [identity]);
    const plan = await encrypted.plan(target.settings('postgres', 'postgres'), { mode: 'add' });
    await encrypted.archive.close();
    expect(lines(plan, ({ action }) => action === 'conflict')).toEqual(expected().map((line) => `conflict ${line}`));
    expect(lines(plan, ({ type }) => type === 'large objects')).toEqual(['create large objects 3']);
  });

  it('has exactly these replaced in mode replace, but a trigger of the platform overwritten in place', async () => {
    const plan = await backup.plan(target.settings('postgres', 'postgres'), { mode: 'replace' });
    const inPlace = 'trigger zz_second on auth.users';
    expect(lines(plan, ({ action }) => action === 'replace')).toEqual(
      expected()
        .filter((line) => line !== inPlace)
        .map((line) => `replace ${line}`),
    );
    expect(plan.items.find(({ name }) => name === 'zz_second on auth.users')).toMatchObject({
      action: 'create',
      reason: 'The one that is there is overwritten.',
    });
    // A constraint's index, and a table where a type is to be: what stands in the way is what is dropped.
    const keyOf = (name: string): string | null | undefined => plan.items.find((item) => item.name === name)?.key;
    expect(keyOf('types_pkey on public.types')).toBe(JSON.stringify(['relation', 'public', 'types_pkey']));
  });

  it('is only named where a part is asked for', async () => {
    const settings = target.settings('postgres', 'postgres');
    const roles = await backup.plan(settings, { mode: 'add', only: [{ kind: 'roles' }] });
    expect(new Set(roles.items.map(({ type }) => type))).toEqual(new Set(['role']));
    expect([roles.counts.conflict, roles.tables]).toEqual([0, []]);
    const from = { schema: 'public', name: 'serials' };
    const table = await backup.plan(settings, { mode: 'add', only: [{ kind: 'table', from, to: from }] });
    expect(lines(table, ({ action }) => action === 'conflict')).toEqual(['conflict table public.serials']);
    const to = { schema: 'other', name: 'serials_copy' };
    const copy = await backup.plan(settings, { mode: 'add', only: [{ kind: 'table', from, to }] });
    expect(copy.counts.conflict).toBe(0);
    expect(lines(copy, ({ type }) => type === 'table')).toEqual(['create table other.serials_copy']);
    expect(copy.tables).toEqual([{ ...to, rows: 3 }]);
  });
});

describe('a backup of rows alone', () => {
  let backup: PlannedBackup;
  let target: ScratchServer;

  beforeAll(async () => {
    backup = await PlannedBackup.of('plain');
    target = await freshTarget({ fixture: 'plain' });
    await target.with('postgres', 'postgres', (client) => client.query('TRUNCATE public.countries CASCADE'));
  });
  afterAll(() => Promise.all([backup.stop(), target.stop()]));

  it('makes nothing, and meets rows in every table that has some', async () => {
    const rows = await backup.another({ type: 'data' });
    const settings = target.settings('postgres', 'postgres');
    const plan = await rows.plan(settings, { mode: 'add' });
    expect(plan.counts).toMatchObject({ create: 0, skip: 0, rewrite: 0, replace: 0 });
    const met = lines(plan, ({ action }) => action === 'conflict');
    expect(met).toEqual(expect.arrayContaining(['conflict rows auth.users', 'conflict rows private.settings']));
    expect(met).not.toContain('conflict rows public.countries');
    expect(plan.tables.find(({ name }) => name === 'countries')?.rows).toBeGreaterThan(0);
    const over = await rows.plan(settings, { mode: 'replace' });
    expect(lines(over, ({ action }) => action === 'replace')).toEqual(
      met.map((line) => line.replace('conflict', 'replace')),
    );
    await rows.archive.close();
  });

  it('needs its tables', async () => {
    const rows = await backup.another({ type: 'data' });
    const empty = await freshTarget();
    try {
      const plan = await rows.plan(empty.settings('postgres', 'postgres'));
      const conflicts = plan.items.filter(({ action }) => action === 'conflict');
      expect(conflicts).toContainEqual({
        ...{
          action: 'conflict',
          type: 'rows',
          name: 'public.countries',
          key: null,
          reason: 'Their table is not there.',
        },
      });
    } finally {
      await Promise.all([empty.stop(), rows.archive.close()]);
    }
  });
});

describe('a second backup for the same database', () => {
  it('shares schemas, roles and extensions with the first, and meets it only where names are the same', async () => {
    const first = await PlannedBackup.of(null, {
      owner:
        'CREATE SCHEMA shared; CREATE TABLE shared.a (i integer); CREATE TABLE public.both (i integer); CREATE ROLE somebody;',
    });
    const second = await PlannedBackup.of(null, {
      owner:
        'CREATE SCHEMA shared; CREATE TABLE shared.b (i integer); CREATE TABLE public.both (i integer); CREATE ROLE somebody;',
    });
    const { server, settings } = await plainOwner('CREATEROLE');
    try {
      const { failures } = await first.execute(settings, await first.plan(settings));
      expect(failures).toEqual([]);
      const plan = await second.plan(settings, { mode: 'add' });
      expect(plan.target.kind).toBe('self-hosted');
      expect(lines(plan, ({ action }) => action === 'conflict')).toEqual(['conflict table public.both']);
      expect(lines(plan, ({ action, type }) => action === 'skip' && /^(schema|role)$/.test(type))).toEqual(
        expect.arrayContaining(['skip role somebody', 'skip schema shared']),
      );
      expect(lines(plan, ({ action, type }) => action !== 'conflict' && type === 'table')).toEqual([
        'rewrite table shared.b',
      ]);
      // It looks like a platform now, but its owner has no more rights than before.
      await server.with('app', 'app', (client) => client.query('DROP TABLE public.both'));
      const free = await second.plan(settings, { mode: 'add' });
      expect((await second.execute(settings, free)).failures).toEqual([]);
    } finally {
      await Promise.all([first.stop(), second.stop(), server.stop()]);
    }
  });
});
