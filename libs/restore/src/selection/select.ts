import type { Archive, Contents } from '@stowbase/archive';
import { RestoreError } from '../errors';
import type { RestoreWarning, Selection } from '../request';
import type { RestoreScript } from '../script/restore-script';
import { tableKey, tableText } from '../table-name';
import type { TargetFacts } from '../target/target-facts';
import type { TableSelection } from './families';
import { formatSelection } from './parse-selection';
import { rowsOfAllTables, rowsOfFamilies, selectedTables } from './selected-rows';
import { SelectedScript } from './selected-script';
import { noTables, selectTables } from './select-tables';
import { membersOfKinds, nothingToRestore, type WholeSelection } from './wanted-members';

export interface SelectOptions {
  /** The whole restore's. */
  readonly script: RestoreScript;
  readonly archive: Archive;
  readonly contents: Contents;
  /** Empty: everything. */
  readonly only: readonly Selection[];
  /** With them, what the selection needs and the target lacks is found before anything runs. */
  readonly facts?: TargetFacts;
}

/**
 * The script narrowed to what was selected, several selections together, in the archive's order.
 * - `roles`: roles, memberships, settings.
 * - `schema`: all definitions, in auth and storage too; cron jobs, because a job says what runs when (a backup of type schema has them too).
 * - `data`: rows, sequence values, large objects, and what is filled from them: materialized views are refreshed. That the target has the
 *   tables (or `schema` is selected too) is `refuseTarget`'s to see; where it has them already, triggers and foreign keys rest while rows come in.
 * - `history`: supabase_migrations, definitions and rows.
 * - a table: the table with all that belongs to it and its rows, created on a target that has the rest; its partitions come with it. Children by
 *   inheritance and large objects don't. On a Supabase target a table of the platform is there already: its rows alone.
 * - a table under another name: the same beside the original, but without triggers, rules and publications, which would work on the copy
 *   too; each is named. Its own foreign keys, policies, row security and grants are kept; other tables point to the original.
 * Where roles aren't selected and the target lacks one, what names it is left out and named; nothing is ever open to more than before.
 * @throws RestoreError `NOTHING_TO_RESTORE`, `TABLE_NOT_IN_ARCHIVE`, `SELECTION_INVALID`, `SELECTION_NEEDS_MORE`; ArchiveError
 */
export async function selectScript(options: SelectOptions): Promise<RestoreScript> {
  const { script, archive, contents, only, facts } = options;
  if (only.length === 0) return script;
  const kinds = new Set(only.map(({ kind }) => kind));
  const tables = only.filter((selection): selection is TableSelection => selection.kind === 'table');
  refuseCopyWithWhole(kinds, tables);
  const wholes = [...kinds].filter((kind): kind is WholeSelection => kind !== 'table');
  const whole = new Set(membersOfKinds(wholes, script.members, contents).map(({ number }) => number));
  const roles = facts === undefined || kinds.has('roles') ? null : facts.roles;
  const selected = tables.length === 0 ? noTables : await selectTables(tables, { ...options, kinds, roles });
  const intoExisting = kinds.has('data') && !kinds.has('schema');
  const rows = new Map([
    ...(intoExisting ? rowsOfAllTables(contents, whole) : []),
    ...rowsOfFamilies(contents, selected, { intoExisting, schema: kinds.has('schema') }),
  ]);
  const members = archive.members.filter(
    ({ number }) => whole.has(number) || rows.has(number) || selected.statements.has(number),
  );
  if (members.length === 0) {
    throw nothingToRestore(`The backup has nothing of ${only.map(formatSelection).join(', ')}.`);
  }
  return new SelectedScript({
    ...{ script, members, whole, rows, roles, statements: selected.statements },
    staleViews: intoExisting ? contents.refresh : [],
    tables: selectedTables(contents, selected.families, kinds),
    warnings: intoExisting && facts?.canRestTriggers === false ? [triggersWork(facts)] : [],
  });
}

/** A statement is sent once: as it is, or with the new name. */
function refuseCopyWithWhole(kinds: ReadonlySet<Selection['kind']>, tables: readonly TableSelection[]): void {
  const copy = tables.find(({ from, to }) => tableKey(from) !== tableKey(to));
  if (copy === undefined || !(kinds.has('schema') || kinds.has('data'))) return;
  throw new RestoreError(
    'SELECTION_INVALID',
    `${tableText(copy.from)} can't come back as ${tableText(copy.to)} in a restore that brings it back as itself too.`,
    'Restore schema and data first, the copy in a second restore.',
  );
}

const triggersWork = ({ user }: TargetFacts): RestoreWarning => ({
  code: 'TRIGGERS_WORK',
  text: `The role ${user} may not set session_replication_role: the target's triggers run for every row that comes in, and foreign keys are checked.`,
});
