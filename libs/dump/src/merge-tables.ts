import type { StoredTable } from './store-dump';

/**
 * One entry for each name. pg_dump loads the partitions of a table that is divided by HASH on an enum through the root, because the hash of
 * a value is another one in another database: one COPY into the root for each of them.
 */
export function mergeTables(tables: readonly StoredTable[]): StoredTable[] {
  const merged = new Map<string, StoredTable>();
  for (const table of tables) {
    const key = JSON.stringify([table.schema, table.name]);
    const same = merged.get(key);
    merged.set(key, same === undefined ? table : sum(same, table));
  }
  return [...merged.values()];
}

const sum = (a: StoredTable, b: StoredTable): StoredTable => ({
  schema: a.schema,
  name: a.name,
  rows: a.rows + b.rows,
  rawBytes: a.rawBytes + b.rawBytes,
  members: [...a.members, ...b.members],
  longestRow: Math.max(a.longestRow, b.longestRow),
});
