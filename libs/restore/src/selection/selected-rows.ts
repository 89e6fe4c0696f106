import type { Contents, ContentsTable } from '@stowbase/archive';
import type { Selection } from '../request';
import type { SelectedTable } from '../script/restore-script';
import { tableKey } from '../table-name';
import type { ChosenRows } from './selected-script';
import type { SelectedTables } from './select-tables';
import type { TableFamily } from './table-family';

const historySchema = 'supabase_migrations';

/** Rows of every table, for a target that has the tables. */
export function rowsOfAllTables(contents: Contents, whole: ReadonlySet<number>): [number, ChosenRows][] {
  return contents.tables.flatMap((table) =>
    table.members
      .filter((number) => whole.has(number) && table.schema !== historySchema)
      .map((number): [number, ChosenRows] => [number, { family: null, table, quiet: true }]),
  );
}

/** Rows of the selected tables; triggers rest where the table isn't created by this restore. */
export function rowsOfFamilies(
  contents: Contents,
  { families, created }: SelectedTables,
  selected: { intoExisting: boolean; schema: boolean },
): [number, ChosenRows][] {
  return contents.tables.flatMap((table) => {
    const family = familyOf(families, table);
    if (family === undefined) return [];
    const quiet = selected.intoExisting || (!selected.schema && !created.has(tableKey(table)));
    return table.members.map((number): [number, ChosenRows] => [number, { family, table, quiet }]);
  });
}

/** Every table whose rows come back, also where there is none, with the name it gets. */
export function selectedTables(
  contents: Contents,
  families: readonly TableFamily[],
  kinds: ReadonlySet<Selection['kind']>,
): SelectedTable[] {
  return contents.tables.flatMap(({ schema, name, rows }) => {
    const from = { schema, name };
    const family = familyOf(families, from);
    const whole = kinds.has(schema === historySchema ? 'history' : 'data');
    return family === undefined && !whole ? [] : [{ from, to: family?.newTableName(from) ?? from, rows }];
  });
}

const familyOf = (
  families: readonly TableFamily[],
  table: Pick<ContentsTable, 'schema' | 'name'>,
): TableFamily | undefined => families.find((family) => family.tables.has(tableKey(table)));
