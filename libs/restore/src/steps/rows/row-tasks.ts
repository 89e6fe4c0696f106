import type { ArchiveMember, Contents } from '@stowbase/archive';
import type { Client } from 'pg';
import type { RestoreScript } from '../../script/restore-script';
import { tableKey } from '../../table-name';

/** Members whose rows go into one table. */
export interface RowGroup {
  readonly members: readonly ArchiveMember[];
  /** Several connections may write them at once; otherwise they go one after the other, as the archive has them. */
  readonly shared: boolean;
}

/** Data members by how they get along with each other. */
export interface RowTasks {
  /** What stands before the first table's rows: large objects, whose contents come later. */
  readonly first: readonly ArchiveMember[];
  /** Any number of groups at once. */
  readonly parallel: readonly RowGroup[];
  /** Sequence values and the contents of large objects, in order. */
  readonly last: readonly ArchiveMember[];
}

export interface RowTaskOptions {
  readonly contents: Contents;
  readonly script: Pick<RestoreScript, 'tables'>;
  /** `tableKey` of tables whose foreign keys and triggers fire while rows are written: theirs keep the archive's order. */
  readonly awake: ReadonlySet<string>;
}

export function rowTasks(members: readonly ArchiveMember[], { contents, script, awake }: RowTaskOptions): RowTasks {
  const goesTo = new Map(script.tables?.map(({ from, to }) => [tableKey(from), tableKey(to)] as const));
  const tableOf = new Map(
    contents.tables.flatMap((table) =>
      table.members.map((number) => [number, goesTo.get(tableKey(table)) ?? tableKey(table)] as const),
    ),
  );
  const start = members.findIndex(({ number }) => tableOf.has(number));
  const tabled = members.filter(({ number }) => tableOf.has(number));
  const others = members.filter(({ number }) => !tableOf.has(number));
  const firstTabled = members[start]?.number ?? Number.MAX_SAFE_INTEGER;
  const isAwake = ({ number }: ArchiveMember): boolean => awake.has(tableOf.get(number) ?? '');
  const inOrder = tabled.filter(isAwake);
  const free = Map.groupBy(
    tabled.filter((one) => !isAwake(one)),
    ({ number }) => tableOf.get(number),
  );
  return {
    first: others.filter(({ number }) => number < firstTabled),
    parallel: [
      ...(inOrder.length > 0 ? [{ members: inOrder, shared: false }] : []),
      ...[...free.values()].map((ofTable) => ({ members: ofTable, shared: true })),
    ],
    last: others.filter(({ number }) => number > firstTabled),
  };
}

/**
 * Tables that had triggers before their rows come: the platform's, or all of a target that has the schema already. A new table has none
 * yet. Foreign keys have triggers too.
 */
export async function tablesWithTriggers(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT DISTINCT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name
       FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`,
  );
  return new Set(rows.map(tableKey));
}
