import { fileSource, openArchive, type Archive } from '@stowbase/archive';
import { diffFingerprints, fingerprint, freshTarget } from '@stowbase/postgres/testing';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';
import { restoreByHand } from './testing/restore-by-hand';

describe('what a backup holds', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'plain' });
  }, 60_000);
  afterAll(() => source.stop());

  it('full: every component ends as saved or empty, and the members stand in the order of restoring', async () => {
    const { file, result } = await source.backup();
    expect(result.contents.components.filter(({ status }) => status !== 'saved' && status !== 'empty')).toEqual([]);
    const archive = await openArchive(fileSource(file));
    expect(distinct(kinds(archive))).toEqual([
      ...['platform/roles', 'platform/schemas', 'platform/extensions', 'platform/definitions', 'platform/constraints'],
      ...[
        'sql/roles',
        'sql/preamble',
        'sql/extensions',
        'sql/schema',
        'sql/data',
        'sql/schema_post',
        'sql/managed',
        'sql/history',
      ],
      ...(source.server.preloaded.includes('pg_cron') ? ['sql/cron'] : []),
      'sql/refresh',
    ]);
    await archive.close();
  });

  it('schema: definitions without a row', async () => {
    const { file, result } = await source.backup({ type: 'schema' });
    const archive = await openArchive(fileSource(file));
    expect(kinds(archive)).not.toContain('sql/data');
    expect(kinds(archive)).not.toContain('sql/refresh');
    await archive.close();
    expect(result.contents.tables.filter(({ rows }) => rows > 0)).toEqual([]);
    expect(statusOf(result.contents.components, 'data')).toBe('off');
    expect(result.gaps).toEqual([]);
  });

  it('data: rows for a target that has the whole schema', async () => {
    const schema = await source.backup({ type: 'schema' });
    const data = await source.backup({ type: 'data' });
    const target = await freshTarget();
    try {
      await restoreByHand(schema.file, { target, user: 'postgres' });
      await restoreByHand(data.file, { target, user: 'postgres' });
      const rowsOnly = /^rows\|(public|auth)\./;
      const [before, after] = await Promise.all(
        [source.server, target].map((server) => fingerprint(server.settings('supabase_admin', 'postgres'))),
      );
      const rows = (lines: readonly string[] = []): string[] => lines.filter((line) => rowsOnly.test(line));
      expect(diffFingerprints(rows(before), rows(after))).toEqual({ missing: [], added: [] });
    } finally {
      await target.stop();
    }
  }, 60_000);

  it('leaves out what was excluded: a schema whole, of a table its rows', async () => {
    await source.sql(
      'CREATE SCHEMA IF NOT EXISTS side; CREATE TABLE side.t (id int); CREATE TABLE IF NOT EXISTS public.log_1 (id int); INSERT INTO public.log_1 VALUES (1)',
    );
    const { file, result } = await source.backup({
      excludeSchemas: ['side'],
      excludeTables: ['public.log_*', 'public.nothing_like_it'],
    });
    const archive = await openArchive(fileSource(file));
    const schema = await sqlOf(archive, 'schema');
    await archive.close();
    expect(schema).toContain('"public"."log_1"');
    expect(schema).not.toContain('"side"');
    expect(result.contents.tables.map(({ schema: s, name }) => `${s}.${name}`)).not.toContain('public.log_1');
    expect(result.contents.options['excludedTables']).toEqual(['public.log_1']);
    expect(result.warnings.map(({ code, object }) => `${code} ${object ?? ''}`)).toContain(
      'EXCLUDE_MATCHES_NOTHING public.nothing_like_it',
    );
  });

  it('what was excluded is named as off, never as if nothing had been there', async () => {
    const { result } = await source.backup({
      excludeSchemas: ['auth', 'supabase_migrations'],
      excludeTables: ['storage.objects'],
    });
    const { components } = result.contents;
    const ended = ['auth_users', 'storage_metadata', 'history'].map((name) => statusOf(components, name));
    expect(ended).toEqual(['off', 'off', 'off']);
  });

  it('large objects off: none is in it, and they are named as off', async () => {
    const all = await source.backup();
    expect(statusOf(all.result.contents.components, 'large_objects')).toBe('saved');
    const { file, result } = await source.backup({ largeObjects: false });
    const archive = await openArchive(fileSource(file));
    expect(await sqlOf(archive, 'data')).not.toMatch(/pg_catalog\.lo|LARGE OBJECT/);
    await archive.close();
    expect(statusOf(result.contents.components, 'large_objects')).toBe('off');
    expect(result.contents.largeObjects).toEqual({ count: 0, bytes: 0 });
    expect(result.contents.options['largeObjects']).toBe(false);
    expect(result.gaps).toEqual([]);
    const rows = (contents: typeof result.contents): unknown => contents.tables.map(({ name, rows: n }) => [name, n]);
    expect(rows(result.contents)).toEqual(rows(all.result.contents));
  }, 60_000);

  it('history off: named as off, not as a gap', async () => {
    const { file, result } = await source.backup({ history: false });
    const archive = await openArchive(fileSource(file));
    expect(kinds(archive)).not.toContain('sql/history');
    await archive.close();
    expect(statusOf(result.contents.components, 'history')).toBe('off');
    expect(result.gaps).toEqual([]);
  });

  it('counts the rows that were streamed, for empty tables too', async () => {
    const { result } = await source.backup();
    const counted = await source.server.with('supabase_admin', 'postgres', async (client) => {
      const rows: Record<string, number> = {};
      for (const { schema, name } of result.contents.tables) {
        const { rows: found } = await client.query<{ n: string }>(
          `SELECT count(*) AS n FROM ONLY "${schema}"."${name.replaceAll('"', '""')}"`,
        );
        rows[`${schema}.${name}`] = Number(found[0]?.n);
      }
      return rows;
    });
    expect(
      Object.fromEntries(result.contents.tables.map(({ schema, name, rows }) => [`${schema}.${name}`, rows])),
    ).toEqual(counted);
    expect(Object.values(counted)).toContain(0);
  });
});

const kinds = (archive: Archive): string[] => archive.members.map(({ group, kind }) => `${group}/${kind}`);
const distinct = (list: string[]): string[] => list.filter((kind, index) => list.indexOf(kind) === index);
const statusOf = (components: readonly { name: string; status: string }[], name: string): string | undefined =>
  components.find((component) => component.name === name)?.status;

async function sqlOf(archive: Archive, kind: string): Promise<string> {
  const chunks: Buffer[] = [];
  for (const member of archive.members)
    if (member.kind === kind) for await (const chunk of archive.readMember(member.name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
