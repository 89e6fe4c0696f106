import type { Query } from './query';

/**
 * How many connections this role may still open to this database: by the server's limit, the role's and the database's. Counts every
 * session with a database, also those of which this role sees nothing else (`backend_type` is hidden without pg_read_all_stats).
 * A pooler in between has limits of its own.
 */
export async function freeConnections(query: Query): Promise<number> {
  const [row] = await query(
    `WITH used AS (
       SELECT pg_catalog.count(*) AS by_all, pg_catalog.count(*) FILTER (WHERE usename = CURRENT_USER) AS by_role,
              pg_catalog.count(*) FILTER (WHERE datname = pg_catalog.current_database()) AS in_database
         FROM pg_catalog.pg_stat_activity WHERE datid IS NOT NULL)
     SELECT LEAST(
              pg_catalog.current_setting('max_connections')::pg_catalog.int8
                - pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int8
                - COALESCE(pg_catalog.current_setting('reserved_connections', true)::pg_catalog.int8, 0) - used.by_all,
              CASE WHEN r.rolconnlimit >= 0 THEN r.rolconnlimit - used.by_role END,
              CASE WHEN d.datconnlimit >= 0 THEN d.datconnlimit - used.in_database END)::pg_catalog.text AS free
       FROM used, pg_catalog.pg_roles r, pg_catalog.pg_database d
      WHERE r.rolname = CURRENT_USER AND d.datname = pg_catalog.current_database()`,
  );
  return Number(row?.['free'] ?? 0);
}
