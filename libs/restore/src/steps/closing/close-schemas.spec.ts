import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import { closeSchemas, openSchemas } from './close-schemas';

describe('closing schemas', () => {
  let server: ScratchServer;
  let client: Client;
  beforeAll(async () => {
    server = await freshTarget();
    client = await server.connect('postgres', 'postgres');
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await server.stop();
  });
  beforeEach(() => client.query('BEGIN'));
  afterEach(() => client.query('ROLLBACK'));

  const access = async (schema: string): Promise<string[]> => {
    const { rows } = await client.query<{ entry: string }>(
      `SELECT a::text AS entry FROM pg_namespace, unnest(nspacl) a WHERE nspname = $1 ORDER BY 1`,
      [schema],
    );
    return rows.map(({ entry }) => entry);
  };
  const mayUse = async (role: string, schema: string): Promise<boolean> => {
    const { rows } = await client.query<{ may: boolean }>(`SELECT has_schema_privilege($1, $2, 'USAGE') AS may`, [
      role,
      schema,
    ]);
    return rows[0]!.may;
  };

  it('takes USAGE from everybody but the owner and the one who restores, and gives exactly that back', async () => {
    await client.query(`
      CREATE ROLE reader; CREATE SCHEMA "odd ""schema"""; CREATE SCHEMA untouched;
      GRANT USAGE ON SCHEMA public TO reader WITH GRANT OPTION; GRANT CREATE ON SCHEMA public TO reader;
      GRANT USAGE, CREATE ON SCHEMA "odd ""schema""" TO anon; GRANT USAGE ON SCHEMA untouched TO anon;`);
    const before = [await access('public'), await access('odd "schema"')];

    const closed = await closeSchemas(client, ['odd "schema"', 'public']);

    for (const role of ['anon', 'authenticated', 'service_role', 'authenticator', 'reader']) {
      expect([role, await mayUse(role, 'public'), await mayUse(role, 'odd "schema"')]).toEqual([role, false, false]);
    }
    expect(await mayUse('postgres', 'public')).toBe(true);
    expect(await mayUse('anon', 'untouched')).toBe(true);
    expect(await access('public')).toContain('reader=C/pg_database_owner');

    await openSchemas(client, closed);
    expect([await access('public'), await access('odd "schema"')]).toEqual(before);
  });

  it('lends USAGE to owners of objects that had it through PUBLIC, but not to one the API can become', async () => {
    await client.query(`
      CREATE ROLE maker; CREATE ROLE api_maker; GRANT maker, api_maker TO postgres; GRANT api_maker TO authenticator;
      GRANT CREATE ON SCHEMA public TO maker, api_maker;
      CREATE TABLE public.made (); ALTER TABLE public.made OWNER TO maker;
      CREATE FUNCTION public.made_by_api() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION public.made_by_api() OWNER TO api_maker;`);
    const before = await access('public');

    const closed = await closeSchemas(client, ['public']);

    expect([await mayUse('maker', 'public'), await mayUse('api_maker', 'public')]).toEqual([true, false]);
    expect(closed.map(({ lent }) => lent)).toEqual([['maker']]);
    await openSchemas(client, closed);
    expect(await access('public')).toEqual(before);
  });

  it('gives back to those who are still there', async () => {
    await client.query('CREATE ROLE gone; CREATE SCHEMA dropped; GRANT USAGE ON SCHEMA dropped, public TO gone');
    const closed = await closeSchemas(client, ['dropped', 'public']);
    await client.query('DROP SCHEMA dropped; REVOKE ALL ON SCHEMA public FROM gone; DROP ROLE gone');
    await openSchemas(client, closed);
    expect(await mayUse('anon', 'public')).toBe(true);
  });

  it.each([
    [
      'a role of the API has the rights of the owner',
      'CREATE ROLE api_owner; GRANT api_owner TO postgres, anon; CREATE SCHEMA apis AUTHORIZATION api_owner',
      'apis',
    ],
    [
      'a role of the API may read everything',
      'CREATE ROLE all_reader; GRANT pg_read_all_data TO all_reader; GRANT all_reader TO authenticator; CREATE SCHEMA apis',
      'apis',
    ],
    ['it belongs to somebody else', '', 'extensions'],
  ])('refuses when it would not be closed: %s', async (_reason, sql, schema) => {
    await client.query('ROLLBACK');
    const admin = await server.connect('supabase_admin', 'postgres');
    try {
      await admin.query(`BEGIN; ${sql}`);
      if (schema === 'extensions') await admin.query('SET LOCAL ROLE postgres');
      await expect(closeSchemas(admin, [schema])).rejects.toMatchObject({
        code: 'JOBS_NOT_POSSIBLE',
        nextStep: 'Restore in one transaction: --jobs 1.',
      });
      await admin.query('ROLLBACK');
    } finally {
      await admin.end();
    }
  });
});
