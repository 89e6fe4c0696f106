import type { Client } from 'pg';

/** Left for others: the API, a person who looks. */
const spareConnections = 3;

/** How many connections a restore may still open here. A role's own limit, or a pooler's, shows only when one is refused. */
export async function freeConnections(client: Client): Promise<number> {
  const { rows } = await client.query<{ free: string }>(
    `SELECT (s.most - (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'))::pg_catalog.text AS free
       FROM (SELECT pg_catalog.sum(CASE name WHEN 'max_connections' THEN setting::pg_catalog.int4 ELSE - setting::pg_catalog.int4 END) AS most
               FROM pg_catalog.pg_settings
              WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections')) s`,
  );
  return Math.max(0, Number(rows[0]?.free ?? 0) - spareConnections);
}
