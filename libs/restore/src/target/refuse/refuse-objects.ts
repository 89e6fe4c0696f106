import type { Contents, ContentsTable } from '@stowbase/archive';
import { isPlatformSchema } from '@stowbase/postgres';
import { RestoreError } from '../../errors';
import { objectKey } from '../../object-key';
import type { PlanRequest } from '../../request';
import { tableKey, tableText, type TableName } from '../../table-name';
import type { TargetFacts } from '../target-facts';
import { historySchema, partsOf } from './parts';

/**
 * What mode `empty` asks of a target, by what is restored:
 * everything, or the schema: no object of a user at all. Rows: no row in any table of the archive. History: no migration history.
 * One table: its name is free; a table of the platform is there already and holds no row. Roles: nothing, they belong to the cluster
 * and are only ever added.
 */
export function refuseObjects(
  facts: TargetFacts,
  contents: Contents,
  request: Pick<PlanRequest, 'mode' | 'only'>,
): void {
  if (request.mode !== 'empty') return;
  for (const part of partsOf(contents, request.only)) {
    switch (part.kind) {
      case 'definitions':
        refuse(facts.userObjects.count, facts.userObjects.examples, 'The target is not empty');
        break;
      case 'data':
        refuseRows(facts, tablesOf(contents));
        break;
      case 'history':
        refuseName(facts, objectKey.schema(historySchema), `schema ${historySchema}`);
        break;
      case 'table':
        if (isPlatformTable(facts, part.to)) refuseRows(facts, [part.to]);
        else refuseName(facts, objectKey.relation(part.to.schema, part.to.name), `table ${tableText(part.to)}`);
        break;
      case 'roles':
        break;
    }
  }
}

/** Rows alone, in whatever mode, need their tables. One without rows may be missing: services of another version have others. */
export function refuseMissingTables(facts: TargetFacts, contents: Contents, { only }: Pick<PlanRequest, 'only'>): void {
  const parts = partsOf(contents, only);
  if (!parts.some(({ kind }) => kind === 'data') || parts.some(({ kind }) => kind === 'definitions')) return;
  const missing = tablesOf(contents).filter((table) => table.rows > 0 && !facts.objects.tables.has(tableKey(table)));
  if (missing.length === 0) return;
  throw new RestoreError(
    'TARGET_LACKS_TABLES',
    `The target lacks ${missing.length} of the tables whose rows are to be restored: ${listed(missing.length, missing.map(tableText))}. Nothing was changed.`,
    'Restore the schema first (--only schema, or everything), or rows of single tables (--only table:…).',
  );
}

/** Its rows alone come back. */
const isPlatformTable = ({ kind, objects }: TargetFacts, table: TableName): boolean =>
  kind !== 'plain' && isPlatformSchema(table.schema) && objects.tables.has(tableKey(table));

/** What an extension fills its own tables with isn't in a backup and doesn't count. */
function refuseRows({ objects }: TargetFacts, tables: readonly TableName[]): void {
  const ofUser = ({ schema, name }: TableName): boolean => objects.has(objectKey.relation(schema, name));
  const filled = tables.filter((table) => objects.tablesWithRows.has(tableKey(table)) && ofUser(table));
  refuse(
    filled.length,
    filled.map((table) => `rows in ${tableText(table)}`),
    'The target has rows already',
  );
}

function refuseName({ objects }: TargetFacts, key: string, text: string): void {
  if (objects.has(key)) refuse(1, [text], 'What is to be restored is there already');
}

function refuse(count: number, examples: readonly string[], sentence: string): void {
  if (count === 0) return;
  throw new RestoreError(
    'TARGET_HAS_OBJECTS',
    `${sentence}: ${listed(count, examples)}. Nothing was changed.`,
    'Restore into an empty database; or add to what is there (--into-nonempty: nothing is dropped, anything in the way ends it before it begins); or drop what is in the way, after a backup of it (--replace).',
  );
}

/** The migration history is a part of its own. */
const tablesOf = (contents: Contents): ContentsTable[] =>
  contents.tables.filter(({ schema }) => schema !== historySchema);

const shown = 5;

/** Names may hold line breaks, which would forge a line of a log. */
function listed(count: number, names: readonly string[]): string {
  const first = names.slice(0, shown).map((name) => name.replaceAll(/\p{Cc}+/gu, ' '));
  return count > first.length ? `${first.join(', ')} and ${count - first.length} more` : first.join(', ');
}
