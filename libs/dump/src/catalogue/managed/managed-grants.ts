import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { execute, guarded } from '../guarded';
import { platformRoleRegex, platformSchemaRegex } from '@stowbase/postgres';
import { flag, text } from '../rows';
import type { Query } from '../types';

/** A privilege on something of the platform's, given to a role of the user's own (or to PUBLIC on a table). */
export interface ManagedGrant {
  readonly privilege: string;
  /** `TABLE "auth"."users"`, ready for GRANT … ON. */
  readonly object: string;
  readonly grantee: string;
  readonly grantable: boolean;
}

/**
 * `GRANT SELECT ON auth.users TO app_reader`: pg_dump writes it with the definition, which a Supabase target has already, and a
 * plain PostgreSQL gets before the user's roles. So it is neither in `platform` nor in `schema_post`.
 */
export async function readManagedGrants(q: Query): Promise<ManagedGrant[]> {
  const rows = await q(
    `WITH granted AS (
       SELECT 'SCHEMA' AS kind, pg_catalog.quote_ident(n.nspname) AS object, NULL::pg_catalog.text AS col, n.oid AS nsp, a.*
         FROM pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) a
       UNION ALL
       SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, pg_catalog.format('%I.%I', n.nspname, c.relname), NULL, n.oid, a.*
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, pg_catalog.aclexplode(c.relacl) a
       UNION ALL
       SELECT 'TABLE', pg_catalog.format('%I.%I', n.nspname, c.relname), pg_catalog.quote_ident(t.attname), n.oid, a.*
         FROM pg_catalog.pg_attribute t JOIN pg_catalog.pg_class c ON c.oid = t.attrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, pg_catalog.aclexplode(t.attacl) a
        WHERE NOT t.attisdropped
       UNION ALL
       SELECT 'ROUTINE', pg_catalog.format('%I.%I(%s)', n.nspname, f.proname, pg_catalog.pg_get_function_identity_arguments(f.oid)), NULL, n.oid, a.*
         FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace, pg_catalog.aclexplode(f.proacl) a
     )
     SELECT g.kind, g.object, g.col AS "column", g.privilege_type AS privilege, g.is_grantable::pg_catalog.text AS grantable, r.rolname::pg_catalog.text AS grantee
       FROM granted g JOIN pg_catalog.pg_namespace n ON n.oid = g.nsp JOIN pg_catalog.pg_roles r ON r.oid = g.grantee
      WHERE n.nspname ~ $1 AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'supabase_migrations')
        AND r.rolname !~ $2 AND r.rolname !~ '^pg_' AND NOT r.rolsuper
      ORDER BY g.kind DESC, g.object COLLATE "C", g.col NULLS FIRST, r.rolname COLLATE "C", g.privilege_type`,
    [platformSchemaRegex, platformRoleRegex],
  );
  return rows.map((row) => ({
    privilege: row.column == null ? text(row, 'privilege') : `${text(row, 'privilege')} (${row.column})`,
    object: `${text(row, 'kind')} ${text(row, 'object')}`,
    grantee: text(row, 'grantee'),
    grantable: flag(row, 'grantable'),
  }));
}

/** A role that may not pass the privilege on gets only a warning from GRANT, so what is missing afterwards is said. */
export function managedGrant({ privilege, object, grantee, grantable }: ManagedGrant): string {
  const grant = `GRANT ${privilege} ON ${object} TO ${quoteIdent(grantee)}${grantable ? ' WITH GRANT OPTION' : ''}`;
  return guarded({
    body: `IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(grantee)}) THEN\n${execute(grant)}\nEND IF;`,
    otherwise: `NOT RESTORED: ${grant}`,
    hint: `Run it as the owner when the reason is gone: ${grant};`,
  });
}
