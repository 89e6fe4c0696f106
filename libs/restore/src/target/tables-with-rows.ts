import { quoteIdentifier, type Query } from '@stowbase/postgres';
import { tableKey, type TableName } from '../table-name';
import { sqlStateOf, takenBack } from './taken-back';
import type { TargetObjects } from './target-facts';

interface Table extends TableName {
  readonly oid: string;
  readonly partitioned: boolean;
  /** This user may read all of its rows: no missing right, no row security in the way. */
  readonly readable: boolean;
}

/** So many tables are asked in one round trip; their locks are given back before the next. */
const batchSize = 100;

/** A table that is locked, or full of dead rows, isn't worth waiting for. */
const limits = `SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '10s'`;

/** For inside a transaction. */
export async function readTablesWithRows(q: Query): Promise<Pick<TargetObjects, 'tables' | 'tablesWithRows'>> {
  const tables = await listTables(q);
  const filled = new Set<string>();
  for (let start = 0; start < tables.length; start += batchSize) {
    for (const table of await filledOnes(q, tables.slice(start, start + batchSize))) filled.add(tableKey(table));
  }
  return { tables: new Set(tables.map(tableKey)), tablesWithRows: filled };
}

async function listTables(q: Query): Promise<Table[]> {
  const rows = await q(
    `SELECT c.oid::pg_catalog.text AS oid, n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name, c.relkind::pg_catalog.text AS kind,
            (pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
             AND NOT (c.relrowsecurity AND pg_catalog.row_security_active(c.oid))
             AND NOT (c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery()))::pg_catalog.text AS readable
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY 2, 3`,
  );
  return rows.map((row) => ({
    oid: row['oid'] ?? '',
    schema: row['schema'] ?? '',
    name: row['name'] ?? '',
    partitioned: row['kind'] === 'p',
    readable: row['readable'] === 'true',
  }));
}

async function filledOnes(q: Query, batch: readonly Table[]): Promise<Table[]> {
  try {
    return await takenBack(q, async () => {
      await q(limits);
      const probes = batch.map((table, index) => `SELECT ${index} AS n WHERE ${holdsRows(table)}`);
      const found = new Set((await q(probes.join(' UNION ALL '))).map((row) => Number(row['n'])));
      return batch.filter((_, index) => found.has(index));
    });
  } catch (error) {
    if (!timeouts.has(sqlStateOf(error) ?? '')) throw error;
    return batch.length === 1 ? [...batch] : oneByOne(q, batch);
  }
}

async function oneByOne(q: Query, batch: readonly Table[]): Promise<Table[]> {
  const filled: Table[] = [];
  for (const table of batch) filled.push(...(await filledOnes(q, [table])));
  return filled;
}

/** A partitioned table holds what its partitions hold; another one that others inherit from only its own rows. */
function holdsRows({ oid, schema, name, partitioned, readable }: Table): string {
  if (!readable) return `pg_catalog.pg_relation_size(${oid}::pg_catalog.oid::pg_catalog.regclass) > 0`;
  return `EXISTS (SELECT FROM ${partitioned ? '' : 'ONLY '}${quoteIdentifier(schema)}.${quoteIdentifier(name)})`;
}

/** lock_timeout, statement_timeout */
const timeouts: ReadonlySet<string> = new Set(['55P03', '57014']);
