import type { Contents } from '@stowbase/archive';
import { objectKey } from '../object-key';
import type { RestoreScript, SelectedTable } from '../script/restore-script';
import { tableKey, tableText } from '../table-name';
import type { PlanTable } from './restore-plan';
import type { ItemContext } from './statement-items';

/** The tables whose rows a script writes; all of the contents unless a selection narrowed it. */
export function tablesOf(script: RestoreScript, contents: Contents): readonly SelectedTable[] {
  return (
    script.tables ??
    contents.tables.map(({ schema, name, rows }) => ({ from: { schema, name }, to: { schema, name }, rows }))
  );
}

/**
 * Rows meet rows only in tables that the archive doesn't make: those of the platform, or all where only rows are restored. Behind the
 * items of the statements, which say what is made. Gives the tables whose rows will be written.
 */
export function addRowItems(context: ItemContext, tables: readonly SelectedTable[]): PlanTable[] {
  const { script, facts, mode, resumed, items } = context;
  return tables.flatMap(({ from, to, rows }): PlanTable[] => {
    const add = (action: 'skip' | 'conflict' | 'replace', reason: string): void =>
      items.add({ action, type: 'rows', name: tableText(to), key: null, reason });
    const refused = script.refusedRows(from);
    if (refused !== null) {
      if (rows > 0) add('skip', refused);
      return [];
    }
    const isMade = items.has(objectKey.relation(to.schema, to.name));
    if (!isMade && !resumed) {
      const hasRows = facts.objects.tablesWithRows.has(tableKey(to));
      // A table that the backup has empty is empty afterwards: rows left in it would point to rows that are gone.
      if (hasRows && mode === 'replace') add('replace', 'The rows that are there are deleted first.');
      else if (rows > 0 && hasRows) add('conflict', 'The table has rows already.');
      else if (rows > 0 && !facts.objects.tables.has(tableKey(to))) add('conflict', 'Their table is not there.');
    }
    return [{ schema: to.schema, name: to.name, rows }];
  });
}
