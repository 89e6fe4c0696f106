import { RuleSet } from '@stowbase/sql-stream';
import { dumpParts, type DumpParts, type DumpSession } from '../dump-session';
import { wholeSchemaArguments } from '../pg-dump-arguments';
import type { Relation } from '../scope/relations';
import { historySchema } from '../scope/scope';
import { storeDump, type StoredTable } from '../store-dump';

const spec = { group: 'sql', kind: 'history' } as const;

const hiddenTables = (session: DumpSession): Relation[] =>
  session.scope.notPermitted.filter((table) => table.schema === historySchema);

/** null where there is no history to dump, or none that may be read. */
export function startHistoryDump(session: DumpSession): DumpParts | null {
  const { request, scope, command } = session;
  if (!request.history || !scope.schemas.hasHistory || hiddenTables(session).length > 0) return null;
  return dumpParts(session, wholeSchemaArguments(command, historySchema, request.type === 'full'));
}

/** `supabase_migrations`: its definition and, in a full backup, its rows. */
export async function storeHistory(session: DumpSession, dump: DumpParts | null): Promise<StoredTable[]> {
  const { request, coverage } = session;
  if (!request.history) return [];
  const hidden = hiddenTables(session);
  if (hidden.length > 0) {
    coverage.notPermitted('history', `this role can't read ${hidden.map((table) => table.name).join(', ')}`);
    return [];
  }
  if (session.scope.schemas.excluded.includes(historySchema)) coverage.leftOut('history');
  if (dump === null) {
    coverage.saved('history', 0);
    return [];
  }
  const rules = RuleSet.named('safe', { section: 'history', excludedSchemas: [], onWarning: session.warn });
  const tables = await storeDump(dump, session.target, {
    rewrite: (part) => rules.apply(part),
    statementSpec: () => spec,
    copySpec: () => spec,
    quietTriggers: () => false,
  });
  coverage.saved('history', request.type === 'full' ? tables.reduce((sum, table) => sum + table.rows, 0) : 1);
  return tables;
}
