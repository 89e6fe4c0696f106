import { LargeObjectRewriter, parseStatement, RuleSet, type SqlPart } from '@stowbase/sql-stream';
import { dumpParts, type DumpParts, type DumpSession } from '../dump-session';
import { dataArguments, tableDataArguments } from '../pg-dump-arguments';
import { runTogether } from '../run-together';
import type { DataTable } from '../scope/scope';
import { storeDump, type StorePlan, type StoredTable } from '../store-dump';

/** Tables from this size on are dumped on their own when there are jobs to spare, bytes on disk. */
const bigTable = 256 * 1024 * 1024;
/** Their rows go into tables whose triggers the platform has made already. */
const platformSchemas = new Set(['auth', 'storage', 'supabase_functions']);

export interface StoredData {
  tables: StoredTable[];
  sequences: number;
  largeObjects: { count: number; bytes: number };
}

/** The dump of everything but the tables that get one of their own. */
export function startDataDump(session: DumpSession): DumpParts {
  const args = dataArguments(session.command, {
    skipSchemas: session.scope.schemas.skippedInData,
    skipTables: session.scope.skippedInData,
    skipRows: bigTables(session).map((table) => [table.schema, table.name]),
    largeObjects: session.request.largeObjects ?? true,
  });
  return dumpParts(session, args);
}

const bigTables = (session: DumpSession): DataTable[] =>
  session.request.jobs > 1 ? session.scope.data.filter((table) => table.size >= bigTable) : [];

/** Rows, sequence values and large objects, by one pg_dump or by several under the same snapshot. */
export async function storeData(session: DumpSession, dump: DumpParts): Promise<StoredData> {
  const counted = { sequences: 0 };
  const largeObjects = new LargeObjectRewriter();
  const tables: StoredTable[] = [];
  const main = async (): Promise<void> => {
    tables.push(...(await storeDump(dump, session.target, mainPlan(session, counted, largeObjects))));
  };
  const single = (table: DataTable) => async (signal: AbortSignal) => {
    const args = tableDataArguments(session.command, [table.schema, table.name]);
    tables.push(...(await storeDump(dumpParts(session, args, signal), session.target, singlePlan(session))));
  };
  await runTogether([main, ...bigTables(session).map(single)], session.request.jobs, session.signal);
  return {
    tables,
    sequences: counted.sequences,
    largeObjects: { count: largeObjects.count, bytes: largeObjects.bytes },
  };
}

function mainPlan(session: DumpSession, counted: { sequences: number }, largeObjects: LargeObjectRewriter): StorePlan {
  const rules = RuleSet.named('safe', {
    section: 'data',
    excludedSchemas: session.scope.schemas.skippedInData,
    onWarning: session.warn,
  });
  return {
    ...basePlan(session),
    rewrite: (part) => rules.apply(part).flatMap((kept) => largeObjects.push(kept)),
    statementSpec: (statement) => {
      const sequence = isSetval(statement);
      if (sequence) counted.sequences += 1;
      return { group: 'sql', kind: 'data', name: sequence ? 'sequences' : 'large_objects' };
    },
  };
}

/** Sequence values are in the main dump; `-t` would repeat them. */
const singlePlan = (session: DumpSession): StorePlan => ({
  ...basePlan(session),
  rewrite: (part) =>
    part.type === 'statement' && parseStatement(part.text).verb === 'SET' ? [part] : keepSearchPath(part),
  statementSpec: () => ({ group: 'sql', kind: 'data' }),
});

const basePlan = (session: DumpSession): Pick<StorePlan, 'copySpec' | 'quietTriggers' | 'onTable'> => ({
  copySpec: (schema, table) => ({ group: 'sql', kind: 'data', name: `${schema}.${table}` }),
  quietTriggers: (schema) => session.request.type === 'data' || platformSchemas.has(schema),
  onTable: session.meter.table,
});

const setval = Buffer.from('SELECT pg_catalog.setval(');
const isSetval = (statement: Buffer): boolean => statement.subarray(0, setval.length).equals(setval);

const searchPath = Buffer.from("SELECT pg_catalog.set_config('search_path'");
const keepSearchPath = (part: SqlPart): SqlPart[] =>
  part.type === 'statement' && part.text.subarray(0, searchPath.length).equals(searchPath) ? [part] : [];
