import type { Contents } from '@stowbase/archive';
import { RestoreError } from '../errors';
import { objectKey } from '../object-key';
import type { Selection } from '../request';
import { tableKey, tableText, type TableName } from '../table-name';
import type { TargetFacts } from '../target/target-facts';
import type { ArchiveIndex } from './archive-index';
import { closeNames } from './close-names';
import { formatSelection } from './parse-selection';
import { TableFamily, type TakenNames } from './table-family';

export type TableSelection = Extract<Selection, { kind: 'table' }>;

/**
 * The selected tables with their partitions: one family of all that keep their names, one for each that gets another.
 * @throws RestoreError `TABLE_NOT_IN_ARCHIVE`, `SELECTION_INVALID` when a table would have to come back twice
 */
export function familiesOf(
  selections: readonly TableSelection[],
  index: ArchiveIndex,
  contents: Contents,
): readonly TableFamily[] {
  const known = knownTables(index, contents);
  for (const { from } of selections) if (!known.has(tableKey(from))) throw notInArchive(from, [...known.values()]);
  const kept = new TableFamily(null);
  const families = [kept];
  for (const { from, to } of selections) {
    if (tableKey(from) === tableKey(to)) addWithPartitions(kept, from, index);
  }
  for (const selection of selections) {
    if (tableKey(selection.from) === tableKey(selection.to)) continue;
    const family = new TableFamily({ from: selection.from, to: selection.to });
    addWithPartitions(family, selection.from, index);
    for (const other of families) refuseShared(family, other, selection);
    families.push(family);
  }
  return families;
}

function addWithPartitions(family: TableFamily, table: TableName, index: ArchiveIndex): void {
  if (family.tables.has(tableKey(table))) return;
  family.addTable(table);
  for (const partition of index.partitions.get(tableKey(table)) ?? []) addWithPartitions(family, partition, index);
}

/** Tables with rows or known to be empty, and those that only have a definition: partitioned ones, and all of a backup without rows. */
function knownTables(index: ArchiveIndex, contents: Contents): Map<string, TableName> {
  const withRows = contents.tables.map(({ schema, name }): [string, TableName] => [
    tableKey({ schema, name }),
    { schema, name },
  ]);
  return new Map([...index.tables, ...withRows]);
}

function refuseShared(family: TableFamily, other: TableFamily, selection: TableSelection): void {
  const { to } = selection;
  const shared = [...family.tables].find(([key]) => other.tables.has(key))?.[1];
  const sameTarget =
    other.rename === null ? other.tables.has(tableKey(to)) : tableKey(other.rename.to) === tableKey(to);
  if (shared === undefined && !sameTarget) return;
  const what =
    shared === undefined
      ? `two tables would come back as ${tableText(to)}`
      : `${tableText(shared)} would come back twice`;
  throw new RestoreError(
    'SELECTION_INVALID',
    `"${formatSelection(selection)}" doesn't go with the other selections: ${what}.`,
    'Run one restore for each of them.',
  );
}

function notInArchive(table: TableName, known: readonly TableName[]): RestoreError {
  const close = closeNames(table, known).map(tableText);
  return new RestoreError(
    'TABLE_NOT_IN_ARCHIVE',
    `The backup has no table ${tableText(table)}.`,
    close.length > 0
      ? `Did you mean ${close.join(' or ')}? Names are told apart by capitals too; \`stowbase inspect\` lists all tables.`
      : 'Look at the tables with `stowbase inspect`; names are told apart by capitals too.',
  );
}

/** Names in use on the target, and those that come back as they were. */
export function takenNames(families: readonly TableFamily[], facts: TargetFacts | undefined): TakenNames {
  const names = families.flatMap(({ rename, relationNames }) => (rename === null ? relationNames : [rename.to]));
  const taken = new Set(names.map(tableKey));
  return {
    has: (schema, name) =>
      taken.has(tableKey({ schema, name })) ||
      facts?.objects.has(objectKey.relation(schema, name)) === true ||
      facts?.objects.has(objectKey.type(schema, name)) === true ||
      facts?.objects.has(objectKey.other('statistics', schema, name)) === true,
    take: (schema, name) => void taken.add(tableKey({ schema, name })),
  };
}
