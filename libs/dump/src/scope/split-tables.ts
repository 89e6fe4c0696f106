import type { DataTable } from './scope';

/** From this size on a table may be read by a further dump, bytes on disk. */
export const bigTable = 256 * 1024 * 1024;

/**
 * Who reads which table when several dumps read at once: the biggest tables first, each to whoever has the least so far. What is small
 * stays with the main dump, which reads everything that is in no list.
 * @returns the big tables of each further dump: at most `jobs` - 1 lists, none of them empty
 */
export function splitTables(tables: readonly DataTable[], jobs: number): DataTable[][] {
  const further = Array.from({ length: jobs - 1 }, () => ({ tables: [] as DataTable[], bytes: 0 }));
  const main = { tables: [] as DataTable[], bytes: bytesOf(tables.filter(({ size }) => size < bigTable)) };
  const big = tables.filter(({ size }) => size >= bigTable).toSorted((a, b) => b.size - a.size);
  for (const table of big) {
    const least = [...further, main].reduce((a, b) => (b.bytes < a.bytes ? b : a));
    least.tables.push(table);
    least.bytes += table.size;
  }
  return further.map((dump) => dump.tables).filter((list) => list.length > 0);
}

/** Both halves are worth a process and a connection of their own. */
export function isWorthTwo(tables: readonly DataTable[]): boolean {
  const [further = []] = splitTables(tables, 2);
  return further.length > 0 && bytesOf(tables) - bytesOf(further) >= bigTable;
}

const bytesOf = (tables: readonly DataTable[]): number => tables.reduce((sum, { size }) => sum + size, 0);
