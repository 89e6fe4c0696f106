import { flag, integer, text } from '../rows';
import { isPlatformRole, isPredefinedRole } from '@stowbase/postgres';
import type { Query } from '../types';

export type RoleOrigin = 'user' | 'platform' | 'predefined';

export interface Role {
  readonly oid: string;
  readonly name: string;
  readonly origin: RoleOrigin;
  readonly inherit: boolean;
  readonly login: boolean;
  readonly createDb: boolean;
  readonly createRole: boolean;
  readonly superuser: boolean;
  readonly replication: boolean;
  readonly bypassRls: boolean;
  /** -1: no limit. */
  readonly connectionLimit: number;
  readonly validUntil: string | null;
  readonly comment: string | null;
  /** Something in this database refers to it: an owner, a grant, a policy. */
  readonly referenced: boolean;
  /** Owns something in this database, or has default privileges of its own. */
  readonly owns: boolean;
}

export async function readRoles(q: Query): Promise<Role[]> {
  const rows = await q(
    `SELECT r.oid::pg_catalog.text AS oid, r.rolname::pg_catalog.text AS name, r.rolinherit::pg_catalog.text AS inherit,
            r.rolcanlogin::pg_catalog.text AS login, r.rolcreatedb::pg_catalog.text AS createdb,
            r.rolcreaterole::pg_catalog.text AS createrole, r.rolsuper::pg_catalog.text AS superuser,
            r.rolreplication::pg_catalog.text AS replication, r.rolbypassrls::pg_catalog.text AS bypassrls,
            r.rolconnlimit::pg_catalog.text AS connlimit, r.rolvaliduntil::pg_catalog.text AS validuntil,
            pg_catalog.shobj_description(r.oid, 'pg_authid') AS comment,
            EXISTS (SELECT FROM pg_catalog.pg_shdepend d
                     WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.refobjid = r.oid
                       AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))::pg_catalog.text AS referenced,
            (EXISTS (SELECT FROM pg_catalog.pg_shdepend d
                      WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.refobjid = r.oid AND d.deptype = 'o'
                        AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
             OR EXISTS (SELECT FROM pg_catalog.pg_default_acl a WHERE a.defaclrole = r.oid))::pg_catalog.text AS owns
       FROM pg_catalog.pg_roles r
      ORDER BY r.rolname COLLATE "C"`,
  );
  return rows.map((row) => ({
    oid: text(row, 'oid'),
    name: text(row, 'name'),
    origin: originOf(text(row, 'name')),
    inherit: flag(row, 'inherit'),
    login: flag(row, 'login'),
    createDb: flag(row, 'createdb'),
    createRole: flag(row, 'createrole'),
    superuser: flag(row, 'superuser'),
    replication: flag(row, 'replication'),
    bypassRls: flag(row, 'bypassrls'),
    connectionLimit: integer(row, 'connlimit'),
    validUntil: row.validuntil ?? null,
    comment: row.comment ?? null,
    referenced: flag(row, 'referenced'),
    owns: flag(row, 'owns'),
  }));
}

function originOf(name: string): RoleOrigin {
  if (isPlatformRole(name)) return 'platform';
  return isPredefinedRole(name) ? 'predefined' : 'user';
}
