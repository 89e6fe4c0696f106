import { connect, queryOf } from '@stowbase/postgres';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import { deleteRows } from './delete-rows';

/** As somebody who may not let triggers and foreign keys rest. */
describe('deleting the rows of tables that stay', () => {
  let server: ScratchServer;
  let client: Client;
  beforeAll(async () => {
    server = await startScratchServer();
    await server.with('postgres', 'postgres', async (admin) => {
      await admin.query(`CREATE ROLE app LOGIN PASSWORD 'app'`);
      await admin.query('CREATE DATABASE app OWNER app');
      server.passwords.set('app', 'app');
    });
    client = await connect(server.settings('app', 'app'));
    await client.query(`
      CREATE TABLE public.parent (id integer PRIMARY KEY, boss integer REFERENCES public.parent);
      CREATE TABLE public.child (id integer PRIMARY KEY, parent integer REFERENCES public.parent);
      CREATE TABLE public.grandchild (child integer REFERENCES public.child ON DELETE RESTRICT);
      INSERT INTO public.parent VALUES (1, NULL), (2, 1); INSERT INTO public.child VALUES (1, 1), (2, NULL); INSERT INTO public.grandchild VALUES (1)`);
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await server.stop();
  });

  const table = (name: string): { schema: string; name: string } => ({ schema: 'public', name });
  const rolledBack = async (sql: string, names: string[]): Promise<unknown> => {
    await client.query(`BEGIN; ${sql}`);
    try {
      await deleteRows(queryOf(client), names.map(table));
      const left = names.map((name) => `SELECT '${name}' AS name FROM public.${name}`).join(' UNION ALL ');
      const { rows } = await client.query(
        `SELECT count(*)::text AS rows, current_setting('row_security') AS security, current_setting('session_replication_role') AS role FROM (${left}) l`,
      );
      return rows[0];
    } catch (error) {
      return error;
    } finally {
      await client.query('ROLLBACK');
    }
  };

  it('P-RESTORE-66 goes by the foreign keys, whatever the order, and leaves the settings as they were', async () => {
    for (const names of [
      ['parent', 'child', 'grandchild'],
      ['grandchild', 'parent', 'child'],
    ]) {
      expect(await rolledBack('', names)).toEqual({ rows: '0', security: 'on', role: 'origin' });
    }
  });

  it('P-RESTORE-65 names whose rows would point to nothing', async () => {
    expect(await rolledBack('', ['parent'])).toMatchObject({
      code: 'REPLACE_BLOCKED',
      detail: 'rows of table public.child refer to rows of public.parent',
    });
    expect(await rolledBack('UPDATE public.child SET parent = NULL', ['parent'])).toMatchObject({ rows: '0' });
  });

  it('P-RESTORE-65 names rows that row security hides or a missing right keeps, rather than leaving them', async () => {
    const hidden = 'ALTER TABLE public.grandchild ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY';
    expect(await rolledBack(hidden, ['grandchild'])).toMatchObject({
      code: 'REPLACE_BLOCKED',
      detail: 'the rows of table public.grandchild may not be deleted by this role',
    });
    expect(await rolledBack(hidden, ['child'])).toMatchObject({
      code: 'REPLACE_BLOCKED',
      detail: "rows of table public.grandchild, which this role can't read, may refer to rows of public.child",
    });
    expect(await rolledBack('REVOKE DELETE ON public.grandchild FROM app', ['grandchild'])).toMatchObject({
      detail: 'the rows of table public.grandchild may not be deleted by this role',
    });
  });
});
