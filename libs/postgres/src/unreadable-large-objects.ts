import type { Query } from './query';

/**
 * oids of large objects that this role may not read, the lowest first, at most `most`. pg_read_all_data doesn't cover them, and
 * has_largeobject_privilege() exists only since 18.
 */
export async function unreadableLargeObjects(query: Query, most: number): Promise<string[]> {
  const rows = await query(
    `SELECT m.oid::pg_catalog.text AS oid FROM pg_catalog.pg_largeobject_metadata m
      WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER AND r.rolsuper)
        AND NOT pg_catalog.pg_has_role(m.lomowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(m.lomacl) a
                         WHERE a.privilege_type = 'SELECT' AND (a.grantee = 0 OR pg_catalog.pg_has_role(a.grantee, 'USAGE')))
      ORDER BY m.oid LIMIT $1::pg_catalog.int8`,
    [String(most)],
  );
  return rows.map((row) => row['oid'] ?? '');
}
