import type { Archive, Contents } from '@stowbase/archive';
import { RestoreError } from '../errors';
import type { Selection } from '../request';
import type { RestoreScript } from '../script/restore-script';
import { tableKey, tableText } from '../table-name';
import type { TargetFacts } from '../target/target-facts';
import { readArchiveIndex } from './archive-index';
import { chooseStatements, type ChosenStatement } from './choose-statements';
import { familiesOf, takenNames, type TableSelection } from './families';
import { listed } from './listed';
import { Needs } from './needs';
import type { TableFamily } from './table-family';

/** What was found of the selected tables. */
export interface SelectedTables {
  readonly families: readonly TableFamily[];
  /** Member's number → statement's index → statement. */
  readonly statements: ReadonlyMap<number, ReadonlyMap<number, ChosenStatement>>;
  /** Tables that will be created, by `tableKey`. */
  readonly created: ReadonlySet<string>;
}

export const noTables: SelectedTables = { families: [], statements: new Map(), created: new Set() };

export interface SelectTablesOptions {
  readonly script: RestoreScript;
  readonly archive: Archive;
  readonly contents: Contents;
  readonly facts?: TargetFacts;
  /** What else is selected: with `schema` all definitions come anyway. */
  readonly kinds: ReadonlySet<Selection['kind']>;
  readonly roles: ReadonlySet<string> | null;
}

/** @throws RestoreError `TABLE_NOT_IN_ARCHIVE`, `SELECTION_INVALID`, `SELECTION_NEEDS_MORE` */
export async function selectTables(
  tables: readonly TableSelection[],
  { script, archive, contents, facts, kinds, roles }: SelectTablesOptions,
): Promise<SelectedTables> {
  const index = await readArchiveIndex(archive);
  const families = familiesOf(tables, index, contents);
  if (kinds.has('schema')) return { ...noTables, families };
  const inScript = new Set(script.members.map(({ number }) => number));
  const needs = facts === undefined ? null : new Needs(index, facts, families[0], contents.source.extensions);
  const { members: statements, created } = await chooseStatements({
    ...{ archive, contents, families, index, facts, roles, needs },
    inScript: ({ number }) => inScript.has(number),
  });
  const taken = takenNames(families, facts);
  for (const family of families) family.settle(taken);
  if (needs !== null) refuseNeeds(tables, families, created, contents, needs);
  return { families, statements, created };
}

function refuseNeeds(
  selections: readonly TableSelection[],
  families: readonly TableFamily[],
  created: ReadonlySet<string>,
  contents: Contents,
  needs: Needs,
): void {
  const withRows = new Set(contents.tables.filter(({ members }) => members.length > 0).map(tableKey));
  for (const family of families) {
    for (const [key, table] of family.tables) {
      const comesBackAs = family.newTableName(table);
      if (created.has(key)) needs.schema(comesBackAs.schema);
      else if (withRows.has(key)) needs.table(comesBackAs);
    }
  }
  if (needs.missing.length === 0) return;
  throw new RestoreError(
    'SELECTION_NEEDS_MORE',
    `The target lacks what ${selections.map(({ from }) => tableText(from)).join(', ')} need${selections.length === 1 ? 's' : ''}: ${listed(needs.missing)}.`,
    'Select those tables too, or restore the schema first (--only schema).',
  );
}
