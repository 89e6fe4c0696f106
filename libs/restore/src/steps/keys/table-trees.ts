import type { Client } from 'pg';
import { tableKey } from '../../table-name';

/** Tables that hang together by partitioning or inheritance: what is done to one can reach the others. */
export interface TableTrees {
  /** `tableKey` of every partitioned table. */
  readonly partitioned: ReadonlySet<string>;
  /** A name for the tree of a table (its `tableKey`), the same for all of its tables. */
  treeOf(table: string): string;
}

export async function readTableTrees(client: Client): Promise<TableTrees> {
  const { rows: parents } = await client.query<Name>(
    `SELECT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'p'`,
  );
  const { rows: links } = await client.query<Name & { parent_schema: string; parent_name: string }>(
    `SELECT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name,
            m.nspname::pg_catalog.text AS parent_schema, p.relname::pg_catalog.text AS parent_name
       FROM pg_catalog.pg_inherits i
       JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace m ON m.oid = p.relnamespace`,
  );
  const roots = new Map<string, string>();
  const rootOf = (table: string): string => {
    let root = table;
    for (let next = roots.get(root); next !== undefined; next = roots.get(root)) root = next;
    if (root !== table) roots.set(table, root);
    return root;
  };
  for (const link of links) {
    const [a, b] = [rootOf(tableKey(link)), rootOf(tableKey({ schema: link.parent_schema, name: link.parent_name }))];
    if (a !== b) roots.set(a, b);
  }
  return { partitioned: new Set(parents.map(tableKey)), treeOf: rootOf };
}

interface Name {
  readonly schema: string;
  readonly name: string;
}
