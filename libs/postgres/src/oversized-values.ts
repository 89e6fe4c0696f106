import { quoteIdentifier, type Query } from './query';

/** Rows that PostgreSQL cannot hand out as text. */
export interface OversizedValues {
  schema: string;
  table: string;
  /** The columns that hold the bulk of it. */
  columns: string[];
  /** Longest row in pg_dump's text form, bytes (bytea counts twice: hex digits). */
  bytes: number;
  /** False when it depends on the characters in it (line breaks and backslashes take two bytes) or on a type's text form. */
  certain: boolean;
}

export interface ProbeOptions {
  skip?(schema: string, table: string): boolean;
  /** Bytes; tests lower them. */
  limits?: Partial<typeof defaultLimits>;
}

/**
 * One allocation of a server holds at most 1 GiB - 1 byte (MaxAllocSize in PostgreSQL's memutils.h); COPY builds a whole row
 * in one. pglz and lz4 shrink at most about 255-fold, so a table whose TOAST is below 2 MiB cannot hold such a row.
 */
const defaultLimits = {
  row: 0x3fff_ffff - 65_536,
  smallestToast: 2 * 1_024 * 1_024,
  /** Tables above it are read only when their TOAST is large too, to keep the probe cheap. */
  largestHeap: 4 * 1_024 ** 3,
  largeToast: 256 * 1_024 * 1_024,
};

interface Column {
  name: string;
  kind: 'bytea' | 'text' | 'other';
}

/**
 * Finds rows whose text form passes 1 GB before pg_dump fails on them in the middle of a run. Reads only the headers of long
 * values (`octet_length` and `pg_column_size` don't fetch them), and only in tables with enough TOAST data.
 */
export async function findOversizedValues(query: Query, options: ProbeOptions = {}): Promise<OversizedValues[]> {
  const limits = { ...defaultLimits, ...options.limits };
  const found: OversizedValues[] = [];
  for (const { oid, schema, table } of await candidates(query, limits)) {
    if (options.skip?.(schema, table) === true) continue;
    const hit = await probe(query, schema, table, await longColumns(query, oid), limits.row);
    if (hit !== null) found.push(hit);
  }
  return found;
}

async function candidates(
  query: Query,
  limits: typeof defaultLimits,
): Promise<{ oid: string; schema: string; table: string }[]> {
  const rows = await query(
    `SELECT c.oid::pg_catalog.text AS oid, n.nspname AS schema, c.relname AS "table"
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND c.reltoastrelid <> 0
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
        AND pg_catalog.pg_relation_size(c.reltoastrelid) >= $1::pg_catalog.int8
        AND (c.relpages::pg_catalog.int8 * pg_catalog.current_setting('block_size')::pg_catalog.int8 <= $2::pg_catalog.int8
             OR pg_catalog.pg_relation_size(c.reltoastrelid) >= $3::pg_catalog.int8)
      ORDER BY 2, 3`,
    [limits.smallestToast, limits.largestHeap, limits.largeToast].map(String),
  );
  return rows.map((row) => ({ oid: row['oid'] ?? '', schema: row['schema'] ?? '', table: row['table'] ?? '' }));
}

/** Generated columns are computed again at restore, pg_dump doesn't read them. */
async function longColumns(query: Query, oid: string): Promise<Column[]> {
  const rows = await query(
    `SELECT a.attname AS name,
            CASE WHEN b.oid = 17 THEN 'bytea' WHEN b.oid IN (25, 1042, 1043) THEN 'text' ELSE 'other' END AS kind
       FROM pg_catalog.pg_attribute a
       JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
       JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
      WHERE a.attrelid = $1::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attlen = -1 AND a.attstorage <> 'p' AND a.attgenerated = ''
      ORDER BY a.attnum`,
    [oid],
  );
  return rows.map((row) => ({
    name: row['name'] ?? '',
    kind: row['kind'] === 'bytea' || row['kind'] === 'text' ? row['kind'] : 'other',
  }));
}

/** Bytes of a value in pg_dump's output; for other types the stored size, doubled, is the best that is cheap. */
function textBytes({ name, kind }: Column): string {
  const column = quoteIdentifier(name);
  if (kind === 'bytea') return `2 * pg_catalog.octet_length(${column})::pg_catalog.int8 + 3`;
  if (kind === 'text') return `pg_catalog.octet_length(${column})::pg_catalog.int8`;
  return `2 * pg_catalog.pg_column_size(${column})::pg_catalog.int8`;
}

async function probe(
  query: Query,
  schema: string,
  table: string,
  columns: Column[],
  limit: number,
): Promise<OversizedValues | null> {
  if (columns.length === 0) return null;
  const lengths = columns.map((column, index) => `COALESCE(${textBytes(column)}, 0) AS c${index}`);
  const sum = (chosen: Column[]) => chosen.map((column) => `c${columns.indexOf(column)}`).join(' + ') || '0';
  const exact = columns.filter((column) => column.kind !== 'other');
  const [row] = await query(
    `SELECT pg_catalog.max(${sum(columns)}) AS "row", pg_catalog.max(${sum(exact)}) AS exact,
            ${columns.map((_, index) => `pg_catalog.max(c${index}) AS c${index}`).join(', ')}
       FROM (SELECT ${lengths.join(', ')} FROM ONLY ${quoteIdentifier(schema)}.${quoteIdentifier(table)}) AS lengths`,
  );
  const bytes = Number(row?.['row'] ?? 0);
  const certain = Number(row?.['exact'] ?? 0) > limit;
  if (
    bytes <= limit / 2 ||
    (bytes <= limit && !columns.some(({ kind }, index) => kind === 'text' && size(row, index) > limit / 2))
  ) {
    return null;
  }
  const largest = Math.max(...columns.map((_, index) => size(row, index)));
  const bulk = columns
    .filter((_, index) => size(row, index) > Math.min(limit / 4, largest / 2))
    .map((column) => column.name);
  return { schema, table, columns: bulk, bytes, certain };
}

const size = (row: Record<string, string | null> | undefined, index: number): number => Number(row?.[`c${index}`] ?? 0);
