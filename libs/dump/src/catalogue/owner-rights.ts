import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { execute, guarded, roleExists, runsAsSuperuser } from './guarded';
import { platformSchemaRegex } from '@stowbase/postgres';
import { flag, text } from './rows';
import type { Query } from './types';

/** A role that owns something in a schema of another one. */
export interface ForeignOwner {
  readonly schema: string;
  readonly owner: string;
  /** The source itself grants CREATE to this role, so `schema_post` gives it for good. */
  readonly granted: boolean;
}

/**
 * `ALTER … OWNER TO` stands right behind each CREATE, and a restore that isn't run by a superuser may only hand an object to a role with
 * CREATE on its schema, which pg_dump grants at the very end (if at all: the source may have taken it back since).
 */
export async function readForeignOwners(q: Query): Promise<ForeignOwner[]> {
  const rows = await q(
    `SELECT DISTINCT n.nspname::pg_catalog.text AS schema, r.rolname::pg_catalog.text AS owner,
            EXISTS (SELECT FROM pg_catalog.aclexplode(n.nspacl) a WHERE a.grantee = r.oid AND a.privilege_type = 'CREATE')::pg_catalog.text AS granted
       FROM pg_catalog.pg_shdepend s
       JOIN pg_catalog.pg_depend d ON d.classid = s.classid AND d.objid = s.objid AND d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
       JOIN pg_catalog.pg_namespace n ON n.oid = d.refobjid
       JOIN pg_catalog.pg_roles r ON s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND r.oid = s.refobjid
      WHERE s.deptype = 'o' AND s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        AND n.nspname !~ $1 AND n.nspowner <> r.oid AND r.rolname <> 'postgres' AND NOT r.rolsuper
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                         WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid AND e.deptype = 'e')
      ORDER BY 1, 2`,
    [platformSchemaRegex],
  );
  return rows.map((row) => ({ schema: text(row, 'schema'), owner: text(row, 'owner'), granted: flag(row, 'granted') }));
}

/** Before the schema: makes the schema where it is missing (pg_dump's own CREATE SCHEMA then finds it) and lets the owner create in it. */
export function lendCreate({ schema, owner }: ForeignOwner): string {
  return guarded({
    body: [
      `IF ${runsAsSuperuser} OR NOT ${roleExists(owner)} THEN RETURN; END IF;`,
      execute(`CREATE SCHEMA IF NOT EXISTS ${quoteIdent(schema)}`),
      `IF NOT pg_catalog.has_schema_privilege(${quoteLiteral(owner)}, ${quoteLiteral(schema)}, 'CREATE') THEN`,
      execute(`GRANT CREATE ON SCHEMA ${quoteIdent(schema)} TO ${quoteIdent(owner)}`),
      'END IF;',
    ].join('\n'),
    otherwise: `objects of role ${quoteIdent(owner)} in schema ${quoteIdent(schema)} may not be restorable`,
  });
}

/** Behind `schema_post`: takes back what the source doesn't grant. */
export function takeCreateBack({ schema, owner, granted }: ForeignOwner): string {
  if (granted) return '';
  return guarded({
    body: [
      `IF ${runsAsSuperuser} OR NOT ${roleExists(owner)} THEN RETURN; END IF;`,
      execute(`REVOKE CREATE ON SCHEMA ${quoteIdent(schema)} FROM ${quoteIdent(owner)}`),
    ].join('\n'),
    otherwise: `role ${quoteIdent(owner)} keeps CREATE on schema ${quoteIdent(schema)}, which it did not have at the source`,
    hint: `REVOKE CREATE ON SCHEMA ${quoteIdent(schema)} FROM ${quoteIdent(owner)};`,
  });
}
