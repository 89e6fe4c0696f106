import type { Query } from '../catalogue/types';

/** A table or sequence of the source, and what this role may do with it. */
export interface Relation {
  oid: string;
  schema: string;
  name: string;
  kind: 'table' | 'partitioned' | 'sequence';
  /** SELECT and USAGE on its schema, which ACCESS SHARE and COPY TO need. */
  readable: boolean;
  /** USAGE on its schema. */
  schemaUsable: boolean;
  /** INSERT (for a sequence UPDATE) by the role a restore runs as: `postgres` where it exists, else this one. */
  restorable: boolean;
  /** Row security would hide rows from this role. */
  filtered: boolean;
  /** Made by an extension: its definition comes back with the extension. */
  ofExtension: boolean;
  /** Marked by its extension as holding what users told it (`pg_extension_config_dump`): its rows are dumped, its definition isn't. */
  configuration: boolean;
  owner: string;
  /** oid of the partitioned table that a partition belongs to in the end. */
  root: string | null;
  /** oid of the table whose column this sequence belongs to. */
  ownedBy: string | null;
}

/** Every table and sequence outside PostgreSQL's own schemas. Takes no lock on any of them, so that it never waits. */
export async function listRelations(query: Query): Promise<Relation[]> {
  const rows = await query(
    `WITH restorer AS (
       SELECT COALESCE((SELECT r.rolname FROM pg_catalog.pg_roles r WHERE r.rolname = 'postgres'), current_user) AS role)
     SELECT c.oid::pg_catalog.text AS oid, n.nspname AS schema, c.relname AS name, c.relkind::pg_catalog.text AS kind,
            pg_catalog.has_schema_privilege(n.oid, 'USAGE')::pg_catalog.text AS usable,
            pg_catalog.has_table_privilege(c.oid, 'SELECT')::pg_catalog.text AS selectable,
            CASE WHEN c.relkind = 'S' THEN pg_catalog.has_sequence_privilege(restorer.role, c.oid, 'UPDATE')
                 ELSE pg_catalog.has_table_privilege(restorer.role, c.oid, 'INSERT') END::pg_catalog.text AS restorable,
            (c.relrowsecurity AND pg_catalog.row_security_active(c.oid))::pg_catalog.text AS filtered,
            EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')::pg_catalog.text AS extension,
            EXISTS (SELECT 1 FROM pg_catalog.pg_extension e WHERE c.oid = ANY (e.extconfig))::pg_catalog.text AS configuration,
            pg_catalog.pg_get_userbyid(c.relowner) AS owner,
            CASE WHEN c.relispartition THEN pg_catalog.pg_partition_root(c.oid)::pg_catalog.oid::pg_catalog.text END AS root,
            (SELECT d.refobjid::pg_catalog.text FROM pg_catalog.pg_depend d
              WHERE c.relkind = 'S' AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i') LIMIT 1) AS owned_by
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace CROSS JOIN restorer
      WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't'
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY n.nspname, c.relname`,
  );
  return rows.map((row) => ({
    oid: row.oid ?? '',
    schema: row.schema ?? '',
    name: row.name ?? '',
    kind: kinds[row.kind ?? 'r'] ?? 'table',
    readable: row.usable === 'true' && row.selectable === 'true',
    schemaUsable: row.usable === 'true',
    restorable: row.restorable === 'true',
    filtered: row.filtered === 'true',
    ofExtension: row.extension === 'true',
    configuration: row.configuration === 'true',
    owner: row.owner ?? '',
    root: row.root ?? null,
    ownedBy: row.owned_by ?? null,
  }));
}

const kinds: Record<string, Relation['kind']> = { r: 'table', p: 'partitioned', S: 'sequence' };

/** Bytes on disk with TOAST, by oid. Waits for whoever holds a table exclusively, so only for tables that are locked already. */
export async function tableSizes(query: Query, tables: readonly Relation[]): Promise<Map<string, number>> {
  const rows = await query(
    `SELECT o.oid::pg_catalog.text AS oid, pg_catalog.pg_table_size(o.oid)::pg_catalog.text AS size
       FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS o (oid)`,
    [`{${tables.map((table) => table.oid).join(',')}}`],
  );
  return new Map(rows.map((row) => [row.oid ?? '', Number(row.size ?? 0)]));
}
