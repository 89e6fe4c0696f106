import { execute, guarded, roleExists, warn } from '../guarded';
import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { flag, text } from '../rows';
import type { CatalogueContext, Query } from '../types';

/** Grants on the database itself: pg_dump says them only with --create. Those of its owner go with the ownership of the target. */
export async function databaseGrants(q: Query): Promise<string[]> {
  const rows = await q(
    `WITH acl AS (
       SELECT d.datdba, a.grantee, a.privilege_type, a.is_grantable
         FROM pg_catalog.pg_database d, pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
        WHERE d.datname = pg_catalog.current_database()
     )
     SELECT r.rolname::pg_catalog.text AS grantee, acl.privilege_type AS privilege, acl.is_grantable::pg_catalog.text AS grantable, 'grant' AS verb
       FROM acl LEFT JOIN pg_catalog.pg_roles r ON r.oid = acl.grantee
      WHERE acl.grantee <> acl.datdba AND (acl.grantee = 0 OR r.oid IS NOT NULL)
     UNION ALL
     SELECT NULL, d.privilege_type, 'false', 'revoke'
       FROM pg_catalog.pg_database b, pg_catalog.aclexplode(pg_catalog.acldefault('d', b.datdba)) d
      WHERE b.datname = pg_catalog.current_database() AND d.grantee = 0
        AND NOT EXISTS (SELECT FROM acl WHERE acl.grantee = 0 AND acl.privilege_type = d.privilege_type)
      ORDER BY 4, 1 NULLS FIRST, 2`,
  );
  return rows.map((row) => {
    const privilege = text(row, 'privilege');
    if (text(row, 'verb') === 'revoke') {
      return changeOnDatabase(
        `REVOKE ${privilege} ON DATABASE %I FROM PUBLIC`,
        heldOnDatabase(null, privilege, false),
        null,
      );
    }
    const grantee = row.grantee ?? null;
    const grantable = flag(row, 'grantable');
    const grant = `GRANT ${privilege} ON DATABASE %I TO ${granteeName(grantee).replaceAll('%', '%%')}${grantable ? ' WITH GRANT OPTION' : ''}`;
    return changeOnDatabase(grant, `NOT ${heldOnDatabase(grantee, privilege, grantable)}`, grantee);
  });
}

/** Grants on parameters (15+), e.g. `GRANT SET ON PARAMETER "pgrst.db_schemas" TO …`. */
export async function parameterGrants(q: Query, ctx: CatalogueContext): Promise<string[]> {
  if (ctx.serverVersionNum < 150000) return [];
  const rows = await q(
    `SELECT p.parname AS parameter, r.rolname::pg_catalog.text AS grantee, a.privilege_type AS privilege, a.is_grantable::pg_catalog.text AS grantable
       FROM pg_catalog.pg_parameter_acl p, pg_catalog.aclexplode(p.paracl) a
       LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
      WHERE a.grantee <> 10 AND (a.grantee = 0 OR r.oid IS NOT NULL)
      ORDER BY p.parname, r.rolname COLLATE "C" NULLS FIRST, a.privilege_type`,
  );
  return rows.map((row) => {
    const parameter = text(row, 'parameter');
    const privilege = text(row, 'privilege');
    const grantee = row.grantee ?? null;
    const grantable = flag(row, 'grantable');
    const held = `EXISTS (SELECT FROM pg_catalog.pg_parameter_acl p, pg_catalog.aclexplode(p.paracl) a WHERE p.parname = ${quoteLiteral(parameter)} AND ${sameGrant(grantee, privilege, grantable)})`;
    const grant = `GRANT ${privilege} ON PARAMETER ${quoteIdent(parameter)} TO ${granteeName(grantee)}${grantable ? ' WITH GRANT OPTION' : ''}`;
    return guarded({
      body: [
        ...ifRoleMissing(grantee, grant),
        `IF pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 150000 THEN`,
        warn(`not done, this server has no grants on parameters: ${grant}`),
        `ELSIF NOT ${held} THEN`,
        execute(grant),
        'END IF;',
      ].join('\n'),
      otherwise: `not done: ${grant}`,
    });
  });
}

function heldOnDatabase(grantee: string | null, privilege: string, grantable: boolean): string {
  return [
    `EXISTS (SELECT FROM pg_catalog.pg_database d, pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a`,
    `WHERE d.datname = pg_catalog.current_database() AND ${sameGrant(grantee, privilege, grantable)})`,
  ].join(' ');
}

/** The grant itself, not what the role can do: a privilege that comes through PUBLIC may be revoked in the next statement. */
function sameGrant(grantee: string | null, privilege: string, grantable: boolean): string {
  const oid = grantee === null ? '0' : `(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(grantee)})`;
  return `a.grantee = ${oid} AND a.privilege_type = ${quoteLiteral(privilege)}${grantable ? ' AND a.is_grantable' : ''}`;
}

function changeOnDatabase(format: string, needed: string, grantee: string | null): string {
  const shown = format.replace('%I', 'this database').replaceAll('%%', '%');
  return guarded({
    body: [
      ...ifRoleMissing(grantee, shown),
      `IF ${needed} THEN`,
      `EXECUTE pg_catalog.format(${quoteLiteral(format)}, pg_catalog.current_database());`,
      'END IF;',
    ].join('\n'),
    otherwise: `not done: ${shown}`,
  });
}

function ifRoleMissing(grantee: string | null, what: string): string[] {
  return grantee === null
    ? []
    : [`IF NOT ${roleExists(grantee)} THEN`, warn(`not done, the role is missing here: ${what}`), 'RETURN;', 'END IF;'];
}

function granteeName(grantee: string | null): string {
  return grantee === null ? 'PUBLIC' : quoteIdent(grantee);
}
