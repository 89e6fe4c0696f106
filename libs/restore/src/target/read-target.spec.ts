import { jest } from '@jest/globals';
import { connect } from '@stowbase/postgres';
import { availableServerMajors, freshTarget, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { objectKey } from '../object-key';
import { readTarget } from './read-target';
import { addRole, lookAt, run } from './testing/look-at';

// Two cores for all: a server's start may take its time.
jest.setTimeout(120_000);

const majors = await availableServerMajors();

describe.each(majors)('what is known of a plain PostgreSQL %i', (major) => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await startScratchServer({ major });
  });
  afterAll(() => server.stop());

  it('is plain, empty, and whose it is', async () => {
    const facts = await lookAt(server, 'postgres');
    expect(facts).toMatchObject({
      kind: 'plain',
      ref: null,
      host: '127.0.0.1',
      port: server.port,
      database: 'postgres',
      readOnly: false,
      user: 'postgres',
      superuser: true,
      createRole: true,
      createDatabase: true,
      createInDatabase: true,
      canRestTriggers: true,
      userObjects: { count: 0, examples: [] },
    });
    expect(Math.floor(facts.serverVersionNum / 10_000)).toBe(major);
    expect(facts.serverVersion).toMatch(new RegExp(`^${major}\\.\\d+$`));
    expect(facts.systemIdentifier).toMatch(/^\d+$/);
    expect(facts.roles).toContain('pg_read_all_data');
    expect(facts.heldRoles).toEqual(facts.roles);
    expect(facts.installedExtensions).toEqual(new Map([['plpgsql', 'pg_catalog']]));
    expect(facts.availableExtensions.get('plpgsql')).toMatchObject({ name: 'plpgsql', trusted: true });
    expect([...facts.objects.keys].filter((key) => !/^\["(role|extension)"/.test(key))).toEqual([
      objectKey.schema('public'),
    ]);
  });

  it('F39 roles and extensions that a restore may need and that are not here are known beforehand', async () => {
    const { roles, availableExtensions, installedExtensions } = await lookAt(server, 'postgres');
    expect(roles.has('service_role')).toBe(false);
    expect(availableExtensions.has('no_such_extension')).toBe(false);
    expect(installedExtensions.has('citext')).toBe(false);
    await run(server, 'postgres', 'CREATE ROLE service_role');
    expect((await lookAt(server, 'postgres')).roles.has('service_role')).toBe(true);
    await run(server, 'postgres', 'DROP ROLE service_role');
  });

  it('stays as it was, and so does the connection', async () => {
    const client = await connect(server.settings('postgres', 'postgres'));
    const state = `SELECT pg_catalog.current_setting('search_path') AS path, pg_catalog.current_setting('quote_all_identifiers') AS quote,
      pg_catalog.current_setting('session_replication_role') AS role, pg_catalog.current_setting('transaction_read_only') AS read_only`;
    const before = (await client.query(state)).rows;
    await readTarget(server.settings('postgres', 'postgres'), client);
    expect((await client.query(state)).rows).toEqual(before);
    await client.end();
  });

  it('is plain too where only the roles of a platform are: they belong to the cluster', async () => {
    await run(server, 'postgres', 'CREATE ROLE anon', 'CREATE ROLE authenticated');
    expect(await lookAt(server, 'postgres')).toMatchObject({ kind: 'plain', userObjects: { count: 0 } });
    await run(server, 'postgres', 'CREATE SCHEMA auth', 'CREATE TABLE auth.users (id int)');
    expect((await lookAt(server, 'postgres')).kind).toBe('plain');
    await run(server, 'postgres', 'CREATE SCHEMA storage');
    expect((await lookAt(server, 'postgres')).kind).toBe('self-hosted');
    await run(server, 'postgres', 'DROP SCHEMA auth CASCADE', 'DROP SCHEMA storage', 'DROP ROLE anon, authenticated');
  });

  it("counts everything of a user's, also in schemas that are called like a platform's", async () => {
    await run(server, 'postgres', 'CREATE SCHEMA auth', 'CREATE TABLE auth.users (id int)');
    expect((await lookAt(server, 'postgres')).userObjects).toEqual({
      count: 2,
      examples: ['table auth.users', 'schema auth'],
    });
    await run(server, 'postgres', 'DROP SCHEMA auth CASCADE');
  });

  it('as an owner without any right beyond it', async () => {
    await addRole(server, 'owner');
    await addRole(server, 'friend');
    await addRole(server, 'stranger');
    await run(server, 'postgres', 'GRANT friend TO owner', 'CREATE DATABASE shop OWNER owner');
    const facts = await lookAt(server, 'owner', 'shop');
    expect(facts).toMatchObject({
      kind: 'plain',
      database: 'shop',
      user: 'owner',
      superuser: false,
      createRole: false,
      createDatabase: false,
      createInDatabase: true,
      canRestTriggers: false,
      userObjects: { count: 0 },
    });
    expect(facts.systemIdentifier).toMatch(/^\d+$/);
    expect(facts.heldRoles).toContain('owner');
    expect(facts.heldRoles).toContain('friend');
    expect(facts.heldRoles).not.toContain('stranger');
    expect(facts.heldRoles).not.toContain('postgres');
    expect((await lookAt(server, 'stranger', 'shop')).createInDatabase).toBe(false);
  });

  if (major >= 16) {
    it('holds no role whose membership came without SET', async () => {
      await run(server, 'postgres', 'CREATE ROLE inherited', 'GRANT inherited TO owner WITH SET FALSE, INHERIT TRUE');
      expect((await lookAt(server, 'owner', 'shop')).heldRoles).not.toContain('inherited');
    });
  }

  it('says null for the system identifier where it may not ask', async () => {
    await server.with('postgres', 'shop', (client) =>
      client.query('REVOKE EXECUTE ON FUNCTION pg_catalog.pg_control_system() FROM PUBLIC'),
    );
    expect((await lookAt(server, 'owner', 'shop')).systemIdentifier).toBeNull();
  });

  it('sees that a database accepts no changes', async () => {
    await run(server, 'postgres', 'ALTER DATABASE shop SET default_transaction_read_only = on');
    expect((await lookAt(server, 'owner', 'shop')).readOnly).toBe(true);
  });

  it('names the error and the connection when a look fails, without a secret', async () => {
    const settings = server.settings('postgres', 'postgres');
    const client = await connect(settings);
    await run(
      server,
      'postgres',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stowbase'`,
    );
    const error: unknown = await readTarget(settings, client).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(JSON.stringify(error)).not.toContain(settings.password);
    await client.end();
  });
});

describe.each(majors)('what is known of a Supabase-like target, PostgreSQL %i', (major) => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await freshTarget({ major });
  });
  afterAll(() => server.stop());

  it.each(['postgres', 'supabase_admin'])('is self-hosted and empty (as %s)', async (user) => {
    expect(await lookAt(server, user)).toMatchObject({
      kind: 'self-hosted',
      createInDatabase: true,
      canRestTriggers: true,
      superuser: user === 'supabase_admin',
      userObjects: { count: 0, examples: [] },
    });
  });

  it("holds the platform's own tables, and says which have rows", async () => {
    const { objects } = await lookAt(server, 'postgres');
    expect(objects.has(objectKey.relation('auth', 'users'))).toBe(true);
    expect(objects.has(objectKey.policy('storage', 'buckets_vectors', 'platform_reads_vectors'))).toBe(true);
    expect([...objects.tablesWithRows].sort()).toEqual(
      [
        ['auth', 'schema_migrations'],
        ['realtime', 'messages'],
        ['realtime', 'messages_2026_11_24'],
        ['realtime', 'schema_migrations'],
        ['storage', 'migrations'],
        ['supabase_functions', 'migrations'],
      ].map((name) => JSON.stringify(name)),
    );
  });

  it('another database of the same cluster is plain', async () => {
    await run(server, 'supabase_admin', 'CREATE DATABASE other OWNER postgres');
    expect(await lookAt(server, 'postgres', 'other')).toMatchObject({ kind: 'plain', userObjects: { count: 0 } });
  });

  it("on Supabase's own machines it is hosted, and its ref is known", async () => {
    const settings = server.settings('postgres', 'postgres');
    const client = await connect(settings);
    const at = (host: string, user: string) => readTarget({ ...settings, host, user }, client);
    expect(await at('db.abcdefghijklmnopqrst.supabase.co', 'postgres')).toMatchObject({
      kind: 'hosted',
      ref: 'abcdefghijklmnopqrst',
    });
    expect(await at('aws-0-eu-central-1.pooler.supabase.com', 'postgres.abcdefghijklmnopqrst')).toMatchObject({
      kind: 'hosted',
      ref: 'abcdefghijklmnopqrst',
      user: 'postgres',
    });
    await client.end();
  });

  it("another database on Supabase's machines has no platform and is plain", async () => {
    const settings = server.settings('postgres', 'other');
    const client = await connect(settings);
    const facts = await readTarget({ ...settings, host: 'db.abcdefghijklmnopqrst.supabase.co' }, client);
    expect(facts.kind).toBe('plain');
    await client.end();
  });
});
