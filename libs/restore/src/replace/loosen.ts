import type { Query } from '@stowbase/postgres';
import { addressValues, givenAddresses, type Address } from './addresses';
import { attempt } from './attempt';
import type { DroppedObject } from './drop-statements';

/**
 * Parts of tables that are about to be dropped, and that tie them to functions, views or each other in a circle: keys, checks, defaults,
 * policies, triggers. Also user mappings of a server, which PostgreSQL doesn't drop with it. True when something was loosened.
 */
export async function loosen(query: Query, objects: readonly DroppedObject[]): Promise<boolean> {
  let loosened = false;
  for (const sql of await loosening(query, objects)) loosened = (await attempt(query, sql)) === null || loosened;
  return loosened;
}

const batchSize = 100;

/**
 * Foreign keys between tables that go: without them tables can be dropped in any order. Where that isn't allowed they stay, and the
 * order is found by trying.
 */
export async function dropKeysBetween(query: Query, objects: readonly Address[]): Promise<void> {
  const rows = await query(
    `WITH given AS (${givenOids})
     SELECT pg_catalog.format('ALTER TABLE %I.%I DROP CONSTRAINT %I', n.nspname, c.relname, k.conname) AS sql
       FROM given g JOIN pg_catalog.pg_constraint k ON g.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND k.conrelid = g.objid
       JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid <> k.conrelid AND k.confrelid IN (SELECT objid FROM given)`,
    addressValues(objects),
  );
  const statements = rows.map(({ sql }) => sql ?? '');
  for (let start = 0; start < statements.length; start += batchSize) {
    await attempt(query, statements.slice(start, start + batchSize).join('; '));
  }
}

const givenOids = `SELECT g.classid::pg_catalog.oid, g.objid::pg_catalog.oid FROM ${givenAddresses}`;

async function loosening(query: Query, objects: readonly DroppedObject[]): Promise<string[]> {
  const rows = await query(
    `WITH given AS (${givenOids}),
     relations AS (
       SELECT c.oid, c.relkind, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
         FROM given g JOIN pg_catalog.pg_class c ON g.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = g.objid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     )
     SELECT 1 AS step, pg_catalog.format('DROP POLICY %I ON %s', p.polname, r.name) AS sql
       FROM relations r JOIN pg_catalog.pg_policy p ON p.polrelid = r.oid
     UNION ALL
     SELECT 1, pg_catalog.format('DROP TRIGGER %I ON %s', t.tgname, r.name)
       FROM relations r JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal AND t.tgparentid = 0
     UNION ALL
     SELECT CASE k.contype WHEN 'f' THEN 2 ELSE 3 END, pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT %I', r.name, k.conname)
       FROM relations r JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid AND k.contype IN ('f', 'c') AND k.conislocal
     UNION ALL
     SELECT 3, pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I DROP %s', r.name, a.attname, CASE a.attgenerated WHEN '' THEN 'DEFAULT' ELSE 'EXPRESSION' END)
       FROM relations r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.atthasdef AND NOT a.attisdropped
      WHERE r.relkind IN ('r', 'p', 'f')
     UNION ALL
     SELECT 3, pg_catalog.format('DROP USER MAPPING FOR %s SERVER %I', coalesce(pg_catalog.quote_ident(u.rolname), 'PUBLIC'), s.srvname)
       FROM given g JOIN pg_catalog.pg_foreign_server s ON g.classid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass AND s.oid = g.objid
       JOIN pg_catalog.pg_user_mappings m ON m.srvid = s.oid LEFT JOIN pg_catalog.pg_roles u ON u.oid = m.umuser
      ORDER BY 1, 2`,
    addressValues(objects),
  );
  return rows.map(({ sql }) => sql ?? '');
}
