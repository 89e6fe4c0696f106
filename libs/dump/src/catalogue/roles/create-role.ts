import { doBlock, execute, guarded, guardedInside, roleExists, warn } from '../guarded';
import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import type { Role } from './role-rows';

/**
 * Makes a user's role where it is missing; one that exists keeps every attribute, weaker or stronger, and a difference is said.
 * Attributes that a hosted project or an older server may refuse come one by one, so that one refusal doesn't cost the role.
 */
export function createRole(role: Role): string {
  const name = quoteIdent(role.name);
  const options = [role.inherit ? 'INHERIT' : 'NOINHERIT', ...(role.login ? ['LOGIN'] : [])];
  if (role.connectionLimit !== -1) options.push(`CONNECTION LIMIT ${role.connectionLimit}`);
  if (role.validUntil !== null) options.push(`VALID UNTIL ${quoteLiteral(role.validUntil)}`);
  const optional = refusableAttributes(role).map((attribute) =>
    guardedInside(
      execute(`ALTER ROLE ${name} ${attribute}`),
      `role ${name} was made without ${attribute}`,
      `As a superuser: ALTER ROLE ${name} ${attribute};`,
    ),
  );
  return guarded({
    body: [
      `IF ${roleExists(role.name)} THEN`,
      `IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(role.name)} AND NOT (${sameAttributes(role)})) THEN`,
      warn(`role ${name} is here already with other attributes and was left as it is`),
      'END IF;',
      'RETURN;',
      'END IF;',
      execute(`CREATE ROLE ${name} WITH ${options.join(' ')}`),
      ...optional,
    ].join('\n'),
    otherwise: `role ${name} could not be made, so nothing can belong or be granted to it`,
  });
}

/** A role of the platform that is missing here: without login and, like everything of the platform's, never altered when it exists. */
export function createPlatformRole(role: Role, attributes: { bypassRls: boolean }): string {
  const name = quoteIdent(role.name);
  const bypass = attributes.bypassRls && role.bypassRls;
  return doBlock(
    [
      `IF NOT ${roleExists(role.name)} THEN`,
      guardedInside(
        [
          execute(`CREATE ROLE ${name} WITH NOLOGIN ${role.inherit ? 'INHERIT' : 'NOINHERIT'}`),
          ...(bypass
            ? [guardedInside(execute(`ALTER ROLE ${name} BYPASSRLS`), `role ${name} was made without BYPASSRLS`)]
            : []),
        ].join('\n'),
        `the platform's role ${name} is missing here and could not be made`,
      ),
      'END IF;',
    ].join('\n'),
  );
}

export function commentOnRole(role: Role): string {
  if (role.comment === null) return '';
  const name = quoteIdent(role.name);
  return guarded({
    body: [
      `IF pg_catalog.shobj_description((SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(role.name)}), 'pg_authid')`,
      `IS DISTINCT FROM ${quoteLiteral(role.comment)} THEN`,
      execute(`COMMENT ON ROLE ${name} IS ${quoteLiteral(role.comment)}`),
      'END IF;',
    ].join('\n'),
    otherwise: `the comment on role ${name} was not set`,
  });
}

function refusableAttributes(role: Role): string[] {
  return [
    ...(role.createDb ? ['CREATEDB'] : []),
    ...(role.createRole ? ['CREATEROLE'] : []),
    ...(role.replication ? ['REPLICATION'] : []),
    ...(role.bypassRls ? ['BYPASSRLS'] : []),
    ...(role.superuser ? ['SUPERUSER'] : []),
  ];
}

function sameAttributes(role: Role): string {
  const is = (column: string, value: boolean): string => `${column} = ${String(value)}`;
  return [
    is('rolinherit', role.inherit),
    is('rolcanlogin', role.login),
    is('rolcreatedb', role.createDb),
    is('rolcreaterole', role.createRole),
    is('rolreplication', role.replication),
    is('rolbypassrls', role.bypassRls),
    is('rolsuper', role.superuser),
    `rolconnlimit = ${role.connectionLimit}`,
    `rolvaliduntil IS NOT DISTINCT FROM ${role.validUntil === null ? 'NULL' : `${quoteLiteral(role.validUntil)}::pg_catalog.timestamptz`}`,
  ].join(' AND ');
}
