import { platformSchemaRegex } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { StepTargetKind } from './step-target';

const apiRoles = ['anon', 'authenticated', 'service_role', 'authenticator', 'torture_b', 'role.with.dots'];

/**
 * What the roles of the API can reach of what was restored, as `role: object`: tables, views and functions outside the platform's schemas,
 * on a plain target inside them too. `client` is a superuser's.
 */
export async function apiReach(client: Client, kind: StepTargetKind): Promise<string[]> {
  const platform = kind === 'plain' ? '^pg_|^information_schema$' : platformSchemaRegex;
  const { rows } = await client.query<{ role: string; object: string }>(readReach, [apiRoles, platform, 'pgmq']);
  return rows.map(({ role, object }) => `${role}: ${object}`);
}

const readReach = `
  SELECT r.rolname::text AS role, o.object FROM pg_roles r, (
    SELECT format('%I.%I', n.nspname, c.relname) AS object, n.oid AS nsp, n.nspname, c.oid AS rel, NULL::oid AS fun
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL
    SELECT f.oid::regprocedure::text, n.oid, n.nspname, NULL, f.oid FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace) o
   WHERE r.rolname = ANY ($1) AND (o.nspname !~ $2 OR o.nspname = $3) AND o.nspname !~ '^pg_|^information_schema$'
     AND has_schema_privilege(r.oid, o.nsp, 'USAGE')
     AND (has_any_column_privilege(r.oid, o.rel, 'SELECT') OR has_table_privilege(r.oid, o.rel, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
          OR has_function_privilege(r.oid, o.fun, 'EXECUTE'))
   ORDER BY 1, 2`;

/** Tries some of both fixtures; what isn't there yet can't be reached either. */
const attempts = [
  'SELECT * FROM public.customers',
  'SELECT * FROM public.odd_values',
  'SELECT * FROM public.parts_eu_2025',
  'SELECT * FROM authors.auth',
  'SELECT public.add_one(1)',
  'SELECT public.looks_like_rules()',
];

/** Which of some tries a role of the API really gets an answer to. */
export async function apiAnswers(client: Client): Promise<string[]> {
  const worked: string[] = [];
  for (const role of ['anon', 'authenticated', 'service_role']) {
    for (const attempt of attempts) {
      await client.query('BEGIN');
      try {
        await client.query(`SET LOCAL ROLE ${role}`);
        await client.query(attempt);
        worked.push(`${role}: ${attempt}`);
      } catch (error) {
        if (!['42501', '42P01', '42883', '3F000', '22023'].includes((error as { code: string }).code)) throw error;
      } finally {
        await client.query('ROLLBACK');
      }
    }
  }
  return worked;
}
