import { RuleSet } from '@stowbase/sql-stream';
import { dumpParts, type DumpSession } from '../dump-session';
import { wholeSchemaArguments } from '../pg-dump-arguments';
import { historySchema } from '../scope/scope';
import { storeDump, type StoredTable } from '../store-dump';

const spec = { group: 'sql', kind: 'history' } as const;

/** `supabase_migrations`: its definition and, in a full backup, its rows. */
export async function storeHistory(session: DumpSession): Promise<StoredTable[]> {
  const { request, scope, coverage } = session;
  if (!request.history) return [];
  const hidden = scope.notPermitted.filter((table) => table.schema === historySchema);
  if (hidden.length > 0) {
    coverage.notPermitted('history', `this role can't read ${hidden.map((table) => table.name).join(', ')}`);
    return [];
  }
  if (!scope.schemas.hasHistory) {
    coverage.saved('history', 0);
    return [];
  }
  const rules = RuleSet.named('safe', { section: 'history', excludedSchemas: [], onWarning: session.warn });
  const tables = await storeDump(
    dumpParts(session, wholeSchemaArguments(session.command, historySchema, request.type === 'full')),
    session.target,
    {
      rewrite: (part) => rules.apply(part),
      statementSpec: () => spec,
      copySpec: () => spec,
      quietTriggers: () => false,
    },
  );
  coverage.saved('history', request.type === 'full' ? tables.reduce((sum, table) => sum + table.rows, 0) : 1);
  return tables;
}
