import { availableServerMajors, freshTarget, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { extensions, type ExtensionsScript } from './extensions';
import { inHolder, lines, psql, runAs } from './testing/run-script';

const installed = `SELECT format('%s in %s: %s', extname, extnamespace::regnamespace, obj_description(oid, 'pg_extension')) FROM pg_extension`;
const comment = `SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()`;

describe.each(await availableServerMajors())('extensions, PostgreSQL %i', (major) => {
  let source: ScratchServer;
  let target: ScratchServer;
  let script: ExtensionsScript;

  beforeAll(async () => {
    [source, target] = await Promise.all([freshTarget({ major, fixture: 'plain' }), freshTarget({ major })]);
    await runAs(
      source,
      'postgres',
      `CREATE SCHEMA "Ext s"; CREATE EXTENSION cube WITH SCHEMA "Ext s";
      COMMENT ON EXTENSION cube IS 'my ''own'' words'`,
    );
    await runAs(source, 'supabase_admin', 'CREATE EXTENSION earthdistance WITH SCHEMA "Ext s"');
    script = await inHolder(source, 'postgres', extensions);
  });
  afterAll(async () => {
    await Promise.all([source, target].map((server) => server.stop()));
  });

  it('come back in their schemas with comments that differ from the usual one, and the comment of the database', async () => {
    const stderr = await psql(target, 'postgres', script.sql);
    expect(stderr).toMatch(/extension "earthdistance" was not created: permission denied/);
    expect(stderr.match(/WARNING/g)).toHaveLength(1);
    await psql(target, 'supabase_admin', script.sql);
    expect(await lines(target, installed)).toEqual(await lines(source, installed));
    expect(await lines(target, comment)).toEqual([`The shop's database`]);
    expect(script.comments).toBe(3);
  });

  it('stand behind those they need', () => {
    const names = script.extensions.map((extension) => extension.name);
    expect(names.indexOf('cube')).toBeLessThan(names.indexOf('earthdistance'));
    expect(names).not.toContain('plpgsql');
  });

  it('say by name what they bring, so that a server without them knows what it can not make', () => {
    const objects = Object.fromEntries(script.extensions.map((extension) => [extension.name, extension.objects]));
    expect(objects['earthdistance']?.['Ext s']).toEqual(
      expect.arrayContaining(['earth', 'll_to_earth', '<@>', 'gc_to_sec']),
    );
    expect(objects['cube']?.['Ext s']).toEqual(expect.arrayContaining(['cube', 'cube_ops', 'gist_cube_ops', '@>']));
    expect(objects['cube']?.['Ext s']).not.toContain('_cube');
    expect(objects['postgres_fdw']?.['']).toEqual(['postgres_fdw']);
    expect(objects['postgres_fdw']?.['extensions']).toContain('postgres_fdw_handler');
  });

  it('may run again', async () => {
    expect(await psql(target, 'postgres', script.sql)).toBe('');
  });

  it('a missing one is a warning, not the end', async () => {
    const plain = await startScratchServer({ major });
    try {
      const stderr = await psql(plain, 'postgres', script.sql.replaceAll('earthdistance', 'no_such_extension'));
      expect(stderr).toMatch(
        /extension "no_such_extension" \(at the source: version [\d.]+\) is not available on this server/,
      );
      expect(stderr.match(/WARNING/g)).toHaveLength(1);
      expect(await lines(plain, `SELECT count(*) FROM pg_extension WHERE extname = 'cube'`)).toEqual(['1']);
    } finally {
      await plain.stop();
    }
  });

  it('one that is here in another schema is moved, or named when it cannot be', async () => {
    const other = await startScratchServer({ major });
    try {
      await runAs(other, 'postgres', 'CREATE EXTENSION cube');
      expect(await psql(other, 'postgres', script.sql)).not.toMatch(/cube/);
      expect(await lines(other, `SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'cube'`)).toEqual([
        '"Ext s"',
      ]);
      const clean = await freshTarget({ major });
      try {
        const stderr = await psql(
          clean,
          'postgres',
          script.sql
            .replaceAll('"Ext s"', 'public')
            .replaceAll(`'extensions'`, `'public'`)
            .replaceAll('"extensions"', '"public"'),
        );
        expect(stderr).toMatch(/extension "pgcrypto" is here already, but not in schema "public"/);
      } finally {
        await clean.stop();
      }
    } finally {
      await other.stop();
    }
  });
});
