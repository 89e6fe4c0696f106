import { execute, guarded, guardedInside, roleExists, runsAsSuperuser, serverAtLeast16, warn } from '../guarded';
import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { isPlatformRole, isPredefinedRole } from '@stowbase/postgres';
import { flag, text } from '../rows';
import type { CatalogueContext, Query } from '../types';

/** One role's membership in another, over all its grantors. Who granted it is not kept: only a superuser could say so again. */
export interface Membership {
  readonly role: string;
  readonly member: string;
  readonly admin: boolean;
  /** 16+: stored with the grant; before: the member's own INHERIT attribute. */
  readonly inherit: boolean;
  /** 16+; always true before. */
  readonly set: boolean;
}

export async function readMemberships(q: Query, ctx: CatalogueContext): Promise<Membership[]> {
  const grants16 = ctx.serverVersionNum >= 160000;
  const rows = await q(
    `SELECT r.rolname::pg_catalog.text AS role, u.rolname::pg_catalog.text AS member,
            pg_catalog.bool_or(m.admin_option)::pg_catalog.text AS admin,
            pg_catalog.bool_or(${grants16 ? 'm.inherit_option' : 'u.rolinherit'})::pg_catalog.text AS inherit,
            pg_catalog.bool_or(${grants16 ? 'm.set_option' : 'true'})::pg_catalog.text AS set
       FROM pg_catalog.pg_auth_members m
       JOIN pg_catalog.pg_roles r ON r.oid = m.roleid
       JOIN pg_catalog.pg_roles u ON u.oid = m.member
      GROUP BY r.rolname, u.rolname
      ORDER BY r.rolname COLLATE "C", u.rolname COLLATE "C"`,
  );
  return rows.map((row) => ({
    role: text(row, 'role'),
    member: text(row, 'member'),
    admin: flag(row, 'admin'),
    inherit: flag(row, 'inherit'),
    set: flag(row, 'set'),
  }));
}

/**
 * Grants what is missing and takes nothing away: options already held are kept. On 16+ the maker of a role holds ADMIN on it,
 * which can't be granted back to one's own grantor, so ADMIN is only asked for where it is missing and is let go when refused.
 */
export function grantMembership(grant: Membership): string {
  const what = `membership of ${quoteIdent(grant.member)} in ${quoteIdent(grant.role)}`;
  const sql = `GRANT ${quoteIdent(grant.role)} TO ${quoteIdent(grant.member)}`;
  return guarded({
    declare:
      "held pg_catalog.bool;\nhas_admin pg_catalog.bool;\nhas_inherit pg_catalog.bool;\nhas_set pg_catalog.bool;\noptions pg_catalog.text := '';",
    body: [
      `IF NOT (${roleExists(grant.role)} AND ${roleExists(grant.member)}) THEN`,
      ...(isOfPlatform(grant.role) && isOfPlatform(grant.member)
        ? []
        : [warn(`the ${what} was not granted: one of the two roles is missing here`)]),
      'RETURN;',
      'END IF;',
      // Columns of 16 read through JSON, so that the same text runs on an older server.
      `SELECT pg_catalog.count(*) > 0, coalesce(pg_catalog.bool_or(m.admin_option), false),`,
      `coalesce(pg_catalog.bool_or(coalesce((pg_catalog.to_jsonb(m) ->> 'inherit_option')::pg_catalog.bool, true)), false),`,
      `coalesce(pg_catalog.bool_or(coalesce((pg_catalog.to_jsonb(m) ->> 'set_option')::pg_catalog.bool, true)), false)`,
      'INTO held, has_admin, has_inherit, has_set',
      `FROM pg_catalog.pg_auth_members m`,
      `WHERE m.roleid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(grant.role)})`,
      `AND m.member = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(grant.member)});`,
      `IF held AND (has_admin OR NOT ${String(grant.admin)}) AND (NOT ${serverAtLeast16}`,
      `OR (has_inherit OR NOT ${String(grant.inherit)}) AND (has_set OR NOT ${String(grant.set)})) THEN`,
      'RETURN;',
      'END IF;',
      // The first superuser needs no role, and 16+ refuses to give it ADMIN.
      `IF ${isFirstSuperuser(grant.member)} THEN`,
      grant.inherit || grant.set ? 'has_admin := true;' : 'RETURN;',
      'END IF;',
      `IF ${serverAtLeast16} THEN`,
      `options := pg_catalog.format(' WITH INHERIT %s, SET %s', (has_inherit OR ${String(grant.inherit)})::pg_catalog.text, (has_set OR ${String(grant.set)})::pg_catalog.text);`,
      ...(grant.inherit || grant.set ? [] : ['ELSE', ...withoutPrivileges(grant, what)]),
      'END IF;',
      ...(grant.admin ? withAdmin(sql, what) : [`EXECUTE pg_catalog.concat(${quoteLiteral(sql)}, options);`]),
    ].join('\n'),
    otherwise: `the ${what} was not granted`,
    hint: `As a role that may: ${sql};`,
  });
}

/**
 * What belongs to a role can only be made by someone with that role's privileges (and, on 16+, the right to become it). A restore
 * that isn't run by a superuser therefore needs the membership even where the source's owner came about in another way.
 */
export function grantForOwnership(role: string): string {
  const name = quoteIdent(role);
  return guarded({
    declare: 'enough pg_catalog.bool;',
    body: [
      `IF ${runsAsSuperuser} OR NOT ${roleExists(role)} THEN RETURN; END IF;`,
      `enough := pg_catalog.pg_has_role(current_user, ${quoteLiteral(role)}, 'USAGE');`,
      `IF ${serverAtLeast16} THEN`,
      `IF enough AND pg_catalog.pg_has_role(current_user, ${quoteLiteral(role)}, 'SET') THEN RETURN; END IF;`,
      execute(`GRANT ${name} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE`),
      'ELSIF NOT enough THEN',
      execute(`GRANT ${name} TO CURRENT_USER`),
      'END IF;',
    ].join('\n'),
    otherwise: `this restore has no right to make objects of role ${name}`,
  });
}

/**
 * 16+ can let someone administer a role without its privileges (the maker of a role begins so); an older server can't. There a member
 * with CREATEROLE may do so anyway.
 */
function withoutPrivileges(grant: Membership, what: string): string[] {
  if (!grant.admin)
    return [warn(`the ${what} was not granted: this server can't grant it without its privileges`), 'RETURN;'];
  return [
    `IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(grant.member)} AND (rolcreaterole OR rolsuper)) THEN`,
    'RETURN;',
    'END IF;',
  ];
}

/** Whether both exist is then the platform's business, and nothing to say. */
function isOfPlatform(role: string): boolean {
  return isPlatformRole(role) || isPredefinedRole(role);
}

function isFirstSuperuser(role: string): string {
  return `EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(role)} AND oid = 10)`;
}

function withAdmin(sql: string, what: string): string[] {
  return [
    `IF has_admin THEN EXECUTE pg_catalog.concat(${quoteLiteral(sql)}, options);`,
    'ELSE',
    'BEGIN',
    `EXECUTE pg_catalog.concat(${quoteLiteral(sql)}, CASE WHEN options = '' THEN ' WITH ADMIN OPTION' ELSE pg_catalog.concat(options, ', ADMIN TRUE') END);`,
    'EXCEPTION WHEN invalid_grant_operation THEN',
    guardedInside(
      [
        `EXECUTE pg_catalog.concat(${quoteLiteral(sql)}, options);`,
        warn(`the ${what} was granted without ADMIN OPTION`),
      ].join('\n'),
      `the ${what} was not granted`,
    ),
    'END;',
    'END IF;',
  ];
}
