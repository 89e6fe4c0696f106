import { execute, guarded, warn } from '../guarded';
import { platformSchemaRegex } from '@stowbase/postgres';
import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { flag, text, textList } from '../rows';
import type { Query } from '../types';

export interface ManagedPolicy {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly restrictive: boolean;
  readonly create: string;
  readonly comment: string | null;
}

/**
 * Policies of the user's own on the platform's tables. The platform ships none on `auth`, `storage` and `realtime` for the API's roles,
 * so all policies there are the user's, apart from those that only concern the services' own roles (`supabase_…`, `dashboard_user`,
 * `pgbouncer`, `pgsodium_…`, `pgtle_admin`). pg_cron makes its own on `cron`.
 */
export async function readManagedPolicies(q: Query): Promise<ManagedPolicy[]> {
  const rows = await q(
    `SELECT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS "table", p.polname::pg_catalog.text AS name,
            (NOT p.polpermissive)::pg_catalog.text AS restrictive, p.polcmd::pg_catalog.text AS command,
            pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using_expr, pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check_expr,
            (SELECT coalesce(pg_catalog.json_agg(r.rolname ORDER BY r.rolname), '[]') FROM pg_catalog.pg_roles r WHERE r.oid = ANY (p.polroles))::pg_catalog.text AS roles,
            pg_catalog.obj_description(p.oid, 'pg_policy') AS comment
       FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname ~ $1 AND n.nspname NOT IN ('cron', 'supabase_migrations')
        AND (0::pg_catalog.oid = ANY (p.polroles)
             OR EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid = ANY (p.polroles) AND r.rolname !~ $2))
      ORDER BY 1, 2, p.polpermissive, 3`,
    [platformSchemaRegex, '^(supabase_.*|dashboard_user|pgbouncer|pgsodium_.*|pgtle_admin)$'],
  );
  return rows.map((row) => ({
    schema: text(row, 'schema'),
    table: text(row, 'table'),
    name: text(row, 'name'),
    restrictive: flag(row, 'restrictive'),
    create: createStatement(row),
    comment: row.comment ?? null,
  }));
}

/**
 * Never opens more than the source did and never ends the restore: a policy that can't be made is a loud WARNING with its statement, and
 * while a restrictive policy of a table is missing, the table's permissive ones are not made either (no policy: no rows for anyone).
 */
export function managedPolicies(policies: readonly ManagedPolicy[]): string[] {
  return policies.flatMap((policy) => {
    const restrictive = policies.filter(
      (other) => other.restrictive && other.schema === policy.schema && other.table === policy.table,
    );
    return [createPolicy(policy, policy.restrictive ? [] : restrictive), commentOnPolicy(policy)];
  });
}

function createPolicy(policy: ManagedPolicy, restrictive: readonly ManagedPolicy[]): string {
  const object = `policy ${quoteIdent(policy.name)} on ${tableOf(policy)}`;
  const hint = `Access through this policy is closed. Run as the owner of the table: ${policy.create};`;
  const here = (names: readonly string[]): string =>
    `(SELECT pg_catalog.count(*) FROM pg_catalog.pg_policies WHERE schemaname = ${quoteLiteral(policy.schema)} AND tablename = ${quoteLiteral(policy.table)} AND policyname IN (${names.map(quoteLiteral).join(', ')}))`;
  const missing =
    restrictive.length === 0
      ? []
      : [
          `IF ${here(restrictive.map((other) => other.name))} < ${restrictive.length} THEN`,
          warn(
            `NOT RESTORED: ${object}: a restrictive policy of this table is missing, so the table stays closed`,
            hint,
          ),
          'RETURN;',
          'END IF;',
        ];
  return guarded({
    body: [`IF ${here([policy.name])} > 0 THEN RETURN; END IF;`, ...missing, execute(policy.create)].join('\n'),
    otherwise: `NOT RESTORED: ${object}`,
    hint,
  });
}

function commentOnPolicy(policy: ManagedPolicy): string {
  if (policy.comment === null) return '';
  const on = `POLICY ${quoteIdent(policy.name)} ON ${tableOf(policy)}`;
  return guarded({
    body: execute(`COMMENT ON ${on} IS ${quoteLiteral(policy.comment)}`),
    otherwise: `the comment on ${on} was not set`,
  });
}

function createStatement(row: Record<string, string | null>): string {
  const commands: Record<string, string> = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' };
  const command = commands[text(row, 'command')];
  const roles = textList(row, 'roles');
  return [
    `CREATE POLICY ${quoteIdent(text(row, 'name'))} ON ${quoteIdent(text(row, 'schema'))}.${quoteIdent(text(row, 'table'))}`,
    ...(flag(row, 'restrictive') ? ['AS RESTRICTIVE'] : []),
    ...(command === undefined ? [] : [`FOR ${command}`]),
    ...(roles.length === 0 ? [] : [`TO ${roles.map(quoteIdent).join(', ')}`]),
    ...(row.using_expr == null ? [] : [`USING (${row.using_expr})`]),
    ...(row.check_expr == null ? [] : [`WITH CHECK (${row.check_expr})`]),
  ].join(' ');
}

function tableOf(policy: ManagedPolicy): string {
  return `${quoteIdent(policy.schema)}.${quoteIdent(policy.table)}`;
}
