import { jest } from '@jest/globals';
import { availableServerMajors, freshTarget, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { addRole, lookAt, run } from './testing/look-at';
import { everywhere, onPlatform } from './testing/lone-objects';

// Two cores for all: a server's start may take its time.
jest.setTimeout(120_000);

const list = (sql: string | string[]): string[] => (typeof sql === 'string' ? [sql] : sql);

describe.each(await availableServerMajors())('what makes a Supabase-like target non-empty, PostgreSQL %i', (major) => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await freshTarget({ major });
  });
  afterAll(() => server.stop());

  it.each([...everywhere, ...onPlatform])('P-RESTORE-11 a lone $what', async ({ make, as, examples, undo }) => {
    const user = as === 'superuser' ? 'supabase_admin' : 'postgres';
    await run(server, user, ...list(make));
    const { userObjects } = await lookAt(server, 'postgres');
    await run(server, user, ...list(undo));
    expect(userObjects).toEqual({ count: examples.length, examples });
  });

  it('roles, extensions and the schema of an extension make none', async () => {
    await run(
      server,
      'postgres',
      'CREATE ROLE staff',
      'CREATE SCHEMA tools',
      'CREATE EXTENSION citext WITH SCHEMA tools',
    );
    const facts = await lookAt(server, 'postgres');
    expect(facts.userObjects.count).toBe(0);
    expect(facts.installedExtensions.get('citext')).toBe('tools');
    await run(server, 'postgres', 'DROP EXTENSION citext', 'DROP SCHEMA tools', 'DROP ROLE staff');
  });

  it('row security of new tables, as Supabase sets it up in a new project, makes none', async () => {
    await run(
      server,
      'supabase_admin',
      `CREATE FUNCTION public.rls_auto_enable() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
      'CREATE EVENT TRIGGER ensure_rls ON ddl_command_end EXECUTE FUNCTION public.rls_auto_enable()',
    );
    expect((await lookAt(server, 'postgres')).userObjects.count).toBe(0);
    await run(server, 'supabase_admin', 'DROP EVENT TRIGGER ensure_rls', 'DROP FUNCTION public.rls_auto_enable');
  });

  it('the record of an unfinished restore makes none', async () => {
    await run(server, 'postgres', 'CREATE SCHEMA stowbase_restore', 'CREATE TABLE stowbase_restore.done (n int)');
    expect((await lookAt(server, 'postgres')).userObjects.count).toBe(0);
    await run(server, 'postgres', 'DROP SCHEMA stowbase_restore CASCADE');
  });

  it('users that row security hides from who asks still count', async () => {
    await addRole(server, 'narrow');
    await addRole(server, 'reader');
    await run(server, 'supabase_admin', 'GRANT USAGE ON SCHEMA auth TO reader', 'GRANT SELECT ON auth.users TO reader');
    // Where nothing can be read, space on disk tells, also that of rows deleted long ago.
    await run(server, 'supabase_admin', 'TRUNCATE auth.users, storage.buckets CASCADE');
    expect((await lookAt(server, 'narrow')).userObjects.count).toBe(0);
    await run(server, 'postgres', 'INSERT INTO auth.users (id) VALUES (gen_random_uuid())');
    for (const user of ['narrow', 'reader']) {
      expect((await lookAt(server, user)).userObjects.examples).toEqual(['rows in auth.users']);
    }
    await run(server, 'postgres', 'TRUNCATE auth.users CASCADE');
  });

  it.each(['plain', 'torture'] as const)('the fixture %s has all of that; twenty are named', async (fixture) => {
    const full = await freshTarget({ major, fixture, smaller: true });
    const { userObjects } = await lookAt(full, 'postgres');
    expect(userObjects.count).toBeGreaterThan(50);
    expect(userObjects.examples).toHaveLength(20);
    expect(userObjects.examples[0]).toMatch(/^table /);
    await full.stop();
  });
});

describe('what makes a plain PostgreSQL non-empty', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await startScratchServer();
  });
  afterAll(() => server.stop());

  it.each(everywhere)('a lone $what', async ({ make, examples, undo }) => {
    await run(server, 'postgres', ...list(make));
    const { userObjects } = await lookAt(server, 'postgres');
    await run(server, 'postgres', ...list(undo));
    expect(userObjects).toEqual({ count: examples.length, examples });
  });
});

describe('cron jobs', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await freshTarget();
  });
  afterAll(() => server.stop());

  it('make a target non-empty, with a name or without', async () => {
    expect(server.preloaded).toContain('pg_cron');
    await run(
      server,
      'postgres',
      `SELECT cron.schedule('nightly', '0 3 1 1 *', 'SELECT 1')`,
      `SELECT cron.schedule('0 4 1 1 *', 'SELECT 2')`,
    );
    const facts = await lookAt(server, 'postgres');
    expect(facts.userObjects).toEqual({
      count: 2,
      examples: ['cron job nightly', 'cron job without a name (0 4 1 1 *)'],
    });
    expect(facts.objects.keys).toContain('["cron job","nightly"]');
  });
});
