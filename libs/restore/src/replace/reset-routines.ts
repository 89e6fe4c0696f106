import type { Query } from '@stowbase/postgres';
import type { Address } from './addresses';
import { refuseBlocked } from './blocked';

/**
 * Routines that stay because others call them get the archive's body in place. Their privileges would stay too, so they are made what
 * PostgreSQL gives to a new one; the archive's own GRANTs follow.
 * @throws RestoreError `REPLACE_BLOCKED` for those of other owners
 */
export async function resetRoutines(query: Query, routines: readonly Address[]): Promise<void> {
  if (routines.length === 0) return;
  const rows = await query(
    `SELECT pg_catalog.concat('routine ', o.oid::pg_catalog.regprocedure) AS name, pg_catalog.pg_has_role(o.proowner, 'USAGE')::pg_catalog.text AS owned,
            pg_catalog.concat('REVOKE ALL ON ROUTINE ', o.oid::pg_catalog.regprocedure, ' FROM PUBLIC',
              (SELECT pg_catalog.string_agg(DISTINCT pg_catalog.concat(', ', pg_catalog.quote_ident(r.rolname)), '')
                 FROM pg_catalog.aclexplode(o.proacl) a JOIN pg_catalog.pg_roles r ON r.oid = a.grantee),
              ' CASCADE; GRANT EXECUTE ON ROUTINE ', o.oid::pg_catalog.regprocedure, ' TO PUBLIC, ', pg_catalog.quote_ident(w.rolname),
              '; COMMENT ON ROUTINE ', o.oid::pg_catalog.regprocedure, ' IS NULL') AS sql
       FROM pg_catalog.unnest($1::pg_catalog.text[]) AS g (objid) JOIN pg_catalog.pg_proc o ON o.oid = g.objid::pg_catalog.oid
       JOIN pg_catalog.pg_roles w ON w.oid = o.proowner`,
    [routines.map(({ objid }) => objid)],
  );
  refuseBlocked(
    rows
      .filter(({ owned }) => owned !== 'true')
      .map(({ name }) => `${name ?? ''} belongs to another role, and others call it`),
    'Restore as the owner of these, or as a superuser.',
  );
  for (const { sql } of rows) await query(sql ?? '');
}
