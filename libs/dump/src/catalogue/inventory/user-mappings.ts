import { text } from '../rows';
import type { Query } from '../types';

/**
 * User mappings whose options (mostly passwords) this role can't see, as `user on "server"`: pg_dump saves them without a word, but
 * empty. Who sees them: PostgreSQL's view pg_user_mappings.
 */
export async function hiddenUserMappings(q: Query): Promise<string[]> {
  const rows = await q(
    `SELECT pg_catalog.format('%s on %I', CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(m.usename) END, m.srvname) AS mapping
       FROM pg_catalog.pg_user_mappings m JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid
      WHERE m.umoptions IS NULL
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = current_user AND r.rolsuper)
        AND NOT CASE WHEN m.umuser = 0 THEN pg_catalog.pg_has_role(s.srvowner, 'USAGE')
                     ELSE m.usename = current_user
                          AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(s.oid, 'USAGE')) END
      ORDER BY 1`,
  );
  return rows.map((row) => text(row, 'mapping'));
}
