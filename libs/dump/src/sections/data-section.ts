import { LargeObjectRewriter, parseStatement, RuleSet, type SqlPart } from '@stowbase/sql-stream';
import { dumpParts, type DumpParts, type DumpSession } from '../dump-session';
import { dataArguments, tablesDataArguments } from '../pg-dump-arguments';
import { allTogether } from '../all-together';
import type { DataTable } from '../scope/scope';
import { mergeTables } from '../merge-tables';
import { splitTables } from '../scope/split-tables';
import { storeDump, type StorePlan, type StoredTable } from '../store-dump';

/** Their rows go into tables whose triggers the platform has made already. */
const platformSchemas = new Set(['auth', 'storage', 'supabase_functions']);

export interface StoredData {
  tables: StoredTable[];
  sequences: number;
  largeObjects: { count: number; bytes: number };
}

/** They run already, with their locks. */
export interface DataDumps {
  /** Everything but the rows of `further`. */
  main: DumpParts;
  /** Rows of big tables. */
  further: DumpParts[];
  /** Ends all of them. */
  stop: AbortController;
}

/** All at once: one that is started later would queue behind a migration that waits for the holder's locks (decision 0006). */
export function startDataDumps(session: DumpSession): DataDumps {
  const lists = splitTables(tellable(session), session.jobs).map((list) =>
    list.map(({ schema, name }) => [schema, name] as const),
  );
  const args = dataArguments(session.command, {
    skipSchemas: session.scope.schemas.skippedInData,
    skipTables: session.scope.skippedInData,
    skipRows: lists.flat(),
    largeObjects: session.request.largeObjects ?? true,
  });
  const stop = new AbortController();
  const signal = AbortSignal.any([session.signal, stop.signal]);
  return {
    main: dumpParts(session, args, signal),
    further: lists.map((list) => dumpParts(session, tablesDataArguments(session.command, list), signal)),
    stop,
  };
}

/** pg_dump reads its arguments in the database's encoding: what can't be named stays with the main dump. */
const tellable = ({ facts, scope }: DumpSession): DataTable[] =>
  facts.encoding === 'UTF8' ? scope.data : scope.data.filter(({ schema, name }) => isAscii(schema + name));

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/** Rows, sequence values and large objects, by one pg_dump or by several under the same snapshot. */
export async function storeData(session: DumpSession, dumps: DataDumps): Promise<StoredData> {
  const counted = { sequences: 0 };
  const largeObjects = new LargeObjectRewriter();
  const stored = await allTogether(
    [
      storeDump(dumps.main, session.target, mainPlan(session, counted, largeObjects)),
      ...dumps.further.map((dump) => storeDump(dump, session.target, furtherPlan(session))),
    ],
    dumps.stop,
  );
  return {
    tables: mergeTables(stored.flat()),
    sequences: counted.sequences,
    largeObjects: { count: largeObjects.count, bytes: largeObjects.bytes },
  };
}

const dataRules = (session: DumpSession): RuleSet =>
  RuleSet.named('safe', {
    section: 'data',
    excludedSchemas: session.scope.schemas.skippedInData,
    onWarning: session.warn,
  });

function mainPlan(session: DumpSession, counted: { sequences: number }, largeObjects: LargeObjectRewriter): StorePlan {
  const rules = dataRules(session);
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
function furtherPlan(session: DumpSession): StorePlan {
  const rules = dataRules(session);
  return {
    ...basePlan(session),
    rewrite: (part) => rules.apply(part).filter(isForRows),
    statementSpec: () => ({ group: 'sql', kind: 'data' }),
  };
}

const basePlan = (session: DumpSession): Pick<StorePlan, 'copySpec' | 'quietTriggers' | 'onTable'> => ({
  copySpec: (schema, table) => ({ group: 'sql', kind: 'data', name: `${schema}.${table}` }),
  quietTriggers: (schema) => session.request.type === 'data' || platformSchemas.has(schema),
  onTable: session.meter.table,
});

const setval = Buffer.from('SELECT pg_catalog.setval(');
const isSetval = (statement: Buffer): boolean => statement.subarray(0, setval.length).equals(setval);

const searchPath = Buffer.from("SELECT pg_catalog.set_config('search_path'");
const isForRows = (part: SqlPart): boolean =>
  part.type === 'statement' &&
  (parseStatement(part.text).verb === 'SET' || part.text.subarray(0, searchPath.length).equals(searchPath));
