/** Values arrive as text, SQL NULL as null. */
export type TextQuery = (text: string, values?: unknown[]) => Promise<Record<string, string | null>[]>;

export interface OversizedValue {
  schema: string;
  table: string;
  /** The column with the longest value of that table. */
  column: string;
  /** Least length of the row as COPY text, bytes. */
  bytes: number;
}

/** One row of COPY text must fit one allocation of the server: 1 GB less one byte (MaxAllocSize in PostgreSQL's memutils.h). */
const longestRow = 0x3fffffff;
/** lz4 makes at most 255 bytes of one (pglz less), so a smaller TOAST table can't hold a value of interest. */
const bestCompression = 255;

/**
 * Rows whose text can't be read by pg_dump ("invalid memory alloc request size"). Cheap: only tables with a TOAST table of some
 * size are looked at, and there lengths are read without reading the values.
 */
export async function findOversizedValues(
  query: TextQuery,
  options: { longestRow?: number } = {},
): Promise<OversizedValue[]> {
  const limit = options.longestRow ?? longestRow;
  const found: OversizedValue[] = [];
  for (const table of await candidates(query, limit)) {
    const [row] = await query(lengthsQuery(table));
    const bytes = Number(row?.total ?? 0);
    if (bytes < limit) continue;
    found.push({ schema: table.schema, table: table.name, column: longestColumn(table, row ?? {}), bytes });
  }
  return found;
}

interface Candidate {
  schema: string;
  name: string;
  columns: { name: string; type: string }[];
}

async function candidates(query: TextQuery, limit: number): Promise<Candidate[]> {
  const rows = await query(
    `SELECT n.nspname AS schema, c.relname AS name,
            pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname, 'type', b.typname) ORDER BY a.attnum)::pg_catalog.text AS columns
       FROM pg_catalog.pg_class c
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attlen = -1 AND a.attgenerated = ''
       JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
       JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
      WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND c.reltoastrelid <> 0
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
        AND pg_catalog.pg_relation_size(c.reltoastrelid) >= $1::pg_catalog.int8
      GROUP BY n.nspname, c.relname ORDER BY 1, 2`,
    [String(Math.floor(limit / 2 / bestCompression))],
  );
  return rows.map((row) => ({
    schema: row['schema'] ?? '',
    name: row['name'] ?? '',
    columns: JSON.parse(row['columns'] ?? '[]') as Candidate['columns'],
  }));
}

function lengthsQuery(table: Candidate): string {
  const lengths = table.columns.map((column) => `coalesce(${lengthOf(column)}, 0)::pg_catalog.int8`);
  const most = lengths.map((length, index) => `pg_catalog.max(${length})::pg_catalog.text AS c${index}`);
  return `SELECT pg_catalog.max(${lengths.join(' + ')})::pg_catalog.text AS total, ${most.join(', ')} FROM ONLY ${quote(table.schema)}.${quote(table.name)}`;
}

/** octet_length() reads a value's length from its header; bytea becomes two hex digits a byte. */
function lengthOf({ name, type }: Candidate['columns'][number]): string {
  if (type === 'bytea') return `2 * pg_catalog.octet_length(${quote(name)})::pg_catalog.int8 + 3`;
  if (type === 'text' || type === 'varchar' || type === 'bpchar')
    return `pg_catalog.octet_length(${quote(name)}::pg_catalog.text)`;
  return `pg_catalog.pg_column_size(${quote(name)})`;
}

function longestColumn(table: Candidate, row: Record<string, string | null>): string {
  const lengths = table.columns.map((_, index) => Number(row[`c${index}`] ?? 0));
  return table.columns[lengths.indexOf(Math.max(...lengths))]?.name ?? '';
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
