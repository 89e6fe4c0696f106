import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { platformExtensions } from '../extensions';
import { execute, guarded } from '../guarded';
import { joinSql } from '../join-sql';
import { isPlatformRole, isPredefinedRole, platformSchemaRegex } from '@stowbase/postgres';
import { createPlatformRole } from '../roles/create-role';
import { grantMembership, readMemberships } from '../roles/memberships';
import { readRoles } from '../roles/role-rows';
import { applySetting, readSettings } from '../roles/settings';
import { flag, text } from '../rows';
import type { CatalogueContext, CatalogueScript, Query } from '../types';

export interface PlatformScripts {
  /** platform/1: the platform's roles without login, their memberships in each other, their settings. */
  readonly roles: CatalogueScript;
  /** platform/2: the platform's schemas that exist at the source, their owners and grants. */
  readonly schemas: CatalogueScript;
  /** platform/3: the extensions that live in them. */
  readonly extensions: CatalogueScript;
}

/** What a plain PostgreSQL lacks before the user's own SQL can run there. Run as a superuser, whose own role is never altered. */
export async function platform(q: Query, ctx: CatalogueContext): Promise<PlatformScripts> {
  return {
    roles: await platformRoles(q, ctx),
    schemas: await platformSchemas(q),
    extensions: await platformExtensions(q),
  };
}

async function platformRoles(q: Query, ctx: CatalogueContext): Promise<CatalogueScript> {
  const all = (await readRoles(q)).filter((role) => role.origin === 'platform');
  const ours = (role: string): boolean => isPlatformRole(role) || isPredefinedRole(role);
  const memberships = (await readMemberships(q, ctx)).filter((grant) => ours(grant.role) && ours(grant.member));
  const settings = (await readSettings(q)).filter((setting) => setting.role !== null && isPlatformRole(setting.role));
  return {
    sql: joinSql([
      ...all.map((role) => createPlatformRole(role, { bypassRls: true })),
      ...memberships.map(grantMembership),
      ...settings.map(applySetting),
    ]),
    count: all.length,
    warnings: [],
  };
}

/** Not those an extension makes, nor `supabase_migrations` (that is the history's). */
async function platformSchemas(q: Query): Promise<CatalogueScript> {
  const schemas = await q(
    `SELECT n.nspname::pg_catalog.text AS name, r.rolname::pg_catalog.text AS owner
       FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner
      WHERE n.nspname ~ $1 AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'supabase_migrations')
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = n.oid AND d.deptype = 'e')
      ORDER BY n.nspname COLLATE "C"`,
    [platformSchemaRegex],
  );
  const grants = await q(
    `SELECT n.nspname::pg_catalog.text AS schema, r.rolname::pg_catalog.text AS grantee, a.privilege_type AS privilege, a.is_grantable::pg_catalog.text AS grantable
       FROM pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) a LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
      WHERE n.nspname = ANY ($1::pg_catalog.text[]) AND a.grantee <> n.nspowner AND (a.grantee = 0 OR r.rolname ~ '^pg_' OR r.oid IS NOT NULL)
      ORDER BY n.nspname COLLATE "C", r.rolname COLLATE "C" NULLS FIRST, a.privilege_type`,
    [schemas.map((row) => text(row, 'name'))],
  );
  const ofPlatform = grants.filter(
    (row) => row.grantee == null || isPlatformRole(row.grantee) || isPredefinedRole(row.grantee),
  );
  return {
    sql: joinSql([
      ...schemas.map((row) => createSchema(text(row, 'name'), text(row, 'owner'))),
      ...ofPlatform.map((row) =>
        grantOnSchema(text(row, 'schema'), row.grantee ?? null, text(row, 'privilege'), flag(row, 'grantable')),
      ),
    ]),
    count: schemas.length,
    warnings: [],
  };
}

/** An owner that is missing here (or a superuser of another name) leaves the schema with the role that restores. */
function createSchema(name: string, owner: string): string {
  const schema = quoteIdent(name);
  return joinSql([
    `CREATE SCHEMA IF NOT EXISTS ${schema};\n`,
    guarded({
      body: [
        `IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner WHERE n.nspname = ${quoteLiteral(name)} AND r.rolname = ${quoteLiteral(owner)}) THEN`,
        execute(`ALTER SCHEMA ${schema} OWNER TO ${quoteIdent(owner)}`),
        'END IF;',
      ].join('\n'),
      otherwise: `schema ${schema} belongs to the role that restored it`,
    }),
  ]);
}

function grantOnSchema(schema: string, grantee: string | null, privilege: string, grantable: boolean): string {
  const to = grantee === null ? 'PUBLIC' : quoteIdent(grantee);
  const grant = `GRANT ${privilege} ON SCHEMA ${quoteIdent(schema)} TO ${to}${grantable ? ' WITH GRANT OPTION' : ''}`;
  return guarded({ body: execute(grant), otherwise: `not done: ${grant}` });
}
