import { fileSource, openArchive } from '@stowbase/archive';
import type { ConnectionSettings } from '@stowbase/postgres';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';
import type { BackupRequest, BackupResult } from './request';

const role = 'Backup "reader"';
const quotedRole = '"Backup ""reader"""';

describe('a backup as a role of its own, with few rights', () => {
  let source: FixtureSource;
  let reader: ConnectionSettings;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(`CREATE ROLE ${quotedRole} LOGIN PASSWORD 'a reader';
      CREATE TABLE public.open (id int PRIMARY KEY, note text); INSERT INTO public.open VALUES (1, 'seen');
      CREATE TABLE public.side (id int); INSERT INTO public.side VALUES (1);
      CREATE TABLE public."secret; ""table" (id int); INSERT INTO public."secret; ""table" VALUES (1);
      GRANT USAGE ON SCHEMA public TO ${quotedRole};
      GRANT SELECT ON public.open, public.side TO ${quotedRole}`);
    source.server.passwords.set(role, 'a reader');
    reader = source.server.settings(role, 'postgres');
  }, 60_000);
  afterAll(() => source.stop());

  /** Fails before the archive is opened. */
  const refused = async (change: { excludeTables?: string[] } = {}): ReturnType<FixtureSource['failedBackup']> => {
    let opened = 0;
    const error = await source.failedBackup({
      source: reader,
      ...change,
      openOutput: () => {
        opened += 1;
        return Promise.resolve({ write: () => Promise.resolve() });
      },
    });
    expect(opened).toBe(0);
    return error;
  };

  it('F16 names the table it may not read, and its GRANT, which is enough', async () => {
    const error = await refused();
    expect(error.code).toBe('PERMISSION_DENIED');
    expect(error.message).toContain('"public"."secret; ""table"');
    expect(error.nextStep).toContain(`GRANT SELECT ON "public"."secret; ""table" TO ${quotedRole};`);
    expect(error.nextStep).toContain('--exclude-table');
    await source.sql(`GRANT SELECT ON "public"."secret; ""table" TO ${quotedRole}`);
    try {
      const { result } = await source.backup({ source: reader });
      expect(rowsOf(result, 'secret; "table')).toBe(1);
    } finally {
      await source.sql(`REVOKE SELECT ON "public"."secret; ""table" FROM ${quotedRole}`);
    }
  });

  it('F16 goes through without the table: its definition is left out, that of an excluded readable one stays', async () => {
    const { file, result } = await source.backup({
      source: reader,
      excludeTables: ['public.secret*', 'public.side'],
    });
    const sql = await sqlOf(file);
    expect(sql).not.toContain('"secret; ""table"');
    expect(sql).toContain('CREATE TABLE IF NOT EXISTS "public"."side"');
    expect(sql).not.toContain('COPY "public"."side"');
    expect(sql).toContain('COPY "public"."open"');
    expect(result.contents.options['excludedTables']).toEqual(['public.secret; "table', 'public.side']);
    expect([rowsOf(result, 'open'), rowsOf(result, 'side')]).toEqual([1, undefined]);
  });

  it('P-COVERAGE-3 F16 what an extension keeps of the user is a gap that names it while this role may not read all of it', async () => {
    const admin = (sql: string): Promise<unknown> =>
      source.server.with('supabase_admin', 'postgres', (client) => client.query(sql));
    // As an extension's own script would by pg_extension_config_dump().
    await admin(`CREATE EXTENSION citext SCHEMA extensions;
      CREATE SCHEMA partman;
      CREATE TABLE partman.part_config AS SELECT 'public.events' AS parent;
      CREATE TABLE partman.internal (id int);
      ALTER EXTENSION citext ADD TABLE partman.part_config; ALTER EXTENSION citext ADD TABLE partman.internal;
      UPDATE pg_extension SET extconfig = ARRAY['partman.part_config'::regclass::oid], extcondition = '{""}' WHERE extname = 'citext'`);
    const backup = async (
      change: Partial<BackupRequest> = {},
    ): Promise<{ gaps: unknown[]; rows: number | undefined }> => {
      const { result } = await source.backup({ source: reader, excludeTables: ['public.secret*'], ...change });
      return { gaps: result.gaps.filter(({ component }) => component === 'data'), rows: rowsOf(result, 'part_config') };
    };
    const gap = (next: string): unknown => ({
      component: 'data',
      status: 'failed',
      reason: `this role can't read all that extensions keep of yours in partman.part_config; ${next}`,
    });
    try {
      expect(await backup()).toEqual({
        gaps: [gap('grant it USAGE on their schema and SELECT on them')],
        rows: undefined,
      });
      expect((await backup({ type: 'schema' })).gaps).toEqual([]);
      expect((await backup({ excludeTables: ['public.secret*', 'partman.*'] })).gaps).toEqual([]);
      await admin(
        `GRANT USAGE ON SCHEMA partman TO ${quotedRole}; GRANT SELECT ON partman.part_config TO ${quotedRole}`,
      );
      expect(await backup()).toEqual({ gaps: [], rows: 1 });
      await admin('ALTER TABLE partman.part_config ENABLE ROW LEVEL SECURITY');
      expect(await backup()).toEqual({
        gaps: [gap('row security hides rows from it: give it BYPASSRLS')],
        rows: undefined,
      });
    } finally {
      await admin('DROP EXTENSION citext; DROP SCHEMA partman');
    }
  }, 60_000);

  it('F16 what of the platform it may not read is a gap with its reason, never a silent success', async () => {
    const { file, result } = await source.backup({ source: reader, excludeTables: ['public.secret*'] });
    const gaps = Object.fromEntries(result.gaps.map(({ component, status }) => [component, status]));
    expect(gaps).toMatchObject({
      auth_users: 'not_permitted',
      storage_metadata: 'not_permitted',
      platform: 'not_permitted',
    });
    expect(result.gaps.find(({ component }) => component === 'auth_users')?.reason).toContain('auth.users');
    expect(result.gaps.every(({ reason }) => reason !== '')).toBe(true);
    expect(result.contents.components.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(await sqlOf(file)).not.toContain('COPY "auth"');
  });

  it('F16 names the schema it may not use, and the sequence it may not read', async () => {
    await source.sql(`CREATE SCHEMA closed; CREATE TABLE closed.counted (id serial);
      INSERT INTO closed.counted DEFAULT VALUES; GRANT SELECT ON closed.counted TO ${quotedRole}`);
    const withoutSecret = { excludeTables: ['public.secret*'] };
    const first = await refused(withoutSecret);
    expect(first.nextStep).toContain(`GRANT USAGE ON SCHEMA "closed" TO ${quotedRole};`);
    await source.sql(`GRANT USAGE ON SCHEMA closed TO ${quotedRole}`);
    const second = await refused(withoutSecret);
    expect(second).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(second.nextStep).toContain(`GRANT SELECT ON "closed"."counted_id_seq" TO ${quotedRole};`);

    const without = await source.backup({ source: reader, excludeTables: ['public.secret*', 'closed.counted'] });
    expect(await sqlOf(without.file)).not.toContain('setval');
    await source.sql(second.nextStep.replace(/^Run: /, '').replace(/ Or leave.*$/s, ''));
    const { file, result } = await source.backup({ source: reader, ...withoutSecret });
    expect(rowsOf(result, 'counted')).toBe(1);
    expect(await sqlOf(file)).toContain('setval');
  });
});

describe('rows that row security would hide', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(`CREATE ROLE reader LOGIN PASSWORD 'r'; GRANT USAGE ON SCHEMA public TO reader;
      CREATE TABLE public.open (id int); INSERT INTO public.open VALUES (1);
      CREATE TABLE public.guarded (id int); INSERT INTO public.guarded VALUES (1), (2);
      ALTER TABLE public.guarded ENABLE ROW LEVEL SECURITY;
      CREATE POLICY one ON public.guarded FOR SELECT USING (id = 1);
      GRANT SELECT ON public.open, public.guarded TO reader`);
    source.server.passwords.set('reader', 'r');
  }, 60_000);
  afterAll(() => source.stop());

  it('F17 end the backup before it begins, and the sentence names BYPASSRLS', async () => {
    const reader = source.server.settings('reader', 'postgres');
    const error = await source.failedBackup({ source: reader });
    expect(error.code).toBe('ROW_SECURITY');
    expect(error.message).toContain('"public"."guarded"');
    expect(error.nextStep).toContain('ALTER ROLE "reader" BYPASSRLS;');

    const { file, result } = await source.backup({ source: reader, excludeTables: ['public.guarded'] });
    expect([rowsOf(result, 'open'), rowsOf(result, 'guarded')]).toEqual([1, undefined]);
    const sql = await sqlOf(file);
    expect(sql).toContain('CREATE TABLE IF NOT EXISTS "public"."guarded"');
    expect(sql).not.toContain('COPY "public"."guarded"');

    await source.server.with('supabase_admin', 'postgres', (client) => client.query('ALTER ROLE reader BYPASSRLS'));
    expect(rowsOf((await source.backup({ source: reader })).result, 'guarded')).toBe(2);
  });
});

const rowsOf = (result: BackupResult, name: string): number | undefined =>
  result.contents.tables.find((table) => table.name === name)?.rows;

async function sqlOf(file: string): Promise<string> {
  const archive = await openArchive(fileSource(file));
  const chunks: Buffer[] = [];
  for (const member of archive.members)
    if (member.group === 'sql') for await (const chunk of archive.readMember(member.name)) chunks.push(chunk);
  await archive.close();
  return Buffer.concat(chunks).toString('utf8');
}
