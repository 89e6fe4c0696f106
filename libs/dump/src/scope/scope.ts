import { excludedFromData, excludedFromSchema, matchesSchemaPattern } from '@stowbase/sql-stream';
import { isPlatformRole } from '@stowbase/postgres';
import type { Query } from '../catalogue/types';
import type { BackupRequest, Warning } from '../request';
import { keptByExtensions, type KeptByExtensions } from './kept-by-extensions';
import { nameMatcher, unmatchedPatterns } from './name-patterns';
import { quoted } from './quoted';
import { listRelations, tableSizes, type Relation } from './relations';

/** Schemas Supabase owns whose definitions a plain PostgreSQL needs before the user's own SQL. */
const definedByPlatform = ['auth', 'storage', 'realtime', 'supabase_functions'];
/** Their rows belong to the project. */
const platformWithRows = ['auth', 'storage', 'supabase_functions'];
/**
 * The CLI dumps their rows but not their definitions, so that a restore fails (facts "supabase-dump" §4, 8). Here both are saved
 * where a table in them is the user's own (a pgmq queue), and neither where all belong to the extension.
 */
const ofExtensions = ['cron', 'dbdev', 'net', 'pgmq'];
/** Saved by components of their own: cron jobs, and secrets, which stay with their project. */
const otherComponents = ['cron', 'vault', 'pgsodium'];
/** The platform's own migration ledgers. */
const platformLedgers = new Set(['auth.schema_migrations', 'storage.migrations', 'supabase_functions.migrations']);
export const historySchema = 'supabase_migrations';

/**
 * A table the data dump reads; `size` is in bytes on disk, with TOAST. `loadedAs`: the names of which one must be in the dump, its own or that
 * of the table that it is a partition of.
 */
export type DataTable = Relation & { size: number; loadedAs: TableName[] };

type TableName = readonly [schema: string, name: string];

/** What of this database goes into the archive, decided before the first byte. */
export interface Scope {
  schemas: {
    /** For `--exclude-schema` of the schema dump. */
    skippedInSchema: string[];
    /** For `--exclude-schema` of the data dump. */
    skippedInData: string[];
    platform: string[];
    /** Left out by the request. */
    excluded: string[];
    hasHistory: boolean;
  };
  /** Tables and sequences left out of the data dump. */
  skippedInData: TableName[];
  /** Tables this role can't read: left out of the definitions too. */
  skippedInSchema: TableName[];
  skippedInPlatform: TableName[];
  /** Tables the data dump reads, with their size on disk. */
  data: DataTable[];
  /** Empty tables of auth and storage: counted, not dumped, since a new project may not let them be written. */
  emptyPlatformTables: Relation[];
  /** They have rows, and only the platform may write them. */
  platformOnly: Relation[];
  /** auth, storage and history tables this role can't read whole. */
  notPermitted: Relation[];
  /** Tables and sequences of the user's that this role can't read whole and that weren't excluded: the dump can't be complete. */
  forbidden: Relation[];
  /** What users told an extension, as far as this role can't read it whole: the dump goes on without. */
  hiddenConfiguration: Relation[];
  /** What users told an extension that lies in a schema which is left out as the platform's: neither read nor saved. */
  keptApart: KeptByExtensions;
  /** The user's own tables in schemas that are left out as the platform's or an extension's: never left out without a word. */
  strays: Relation[];
  /** Left out because the request says so. */
  excludedTables: Relation[];
  warnings: Warning[];
}

export async function decideScope(
  query: Query,
  request: Pick<BackupRequest, 'excludeSchemas' | 'excludeTables' | 'history'>,
): Promise<Scope> {
  const relations = await listRelations(query);
  const schemas = (await query('SELECT nspname AS name FROM pg_catalog.pg_namespace ORDER BY 1')).map(
    (row) => row.name ?? '',
  );
  const userSkips = nameMatcher(request.excludeSchemas);
  const userSkipsTable = nameMatcher(request.excludeTables);
  const usersOwn = new Set(
    relations.filter((r) => ofExtensions.includes(r.schema) && !r.ofExtension).map((r) => r.schema),
  );
  const skipped = (name: string, list: readonly string[]): boolean =>
    userSkips(name) || ((matchesSchemaPattern(name, list) || ofExtensions.includes(name)) && !usersOwn.has(name));
  const skippedInSchema = schemas.filter((name) => skipped(name, excludedFromSchema));
  const skippedInData = schemas.filter((name) => skipped(name, excludedFromData));
  const inData = new Set(schemas.filter((name) => !skippedInData.includes(name)));
  const candidates = relations.filter((r) => inData.has(r.schema));
  const tables = candidates.filter((r) => r.kind !== 'sequence');
  const excludedTables = tables.filter((r) => userSkipsTable(`${r.schema}.${r.name}`));
  const wanted = tables.filter((r) => !excludedTables.includes(r) && !platformLedgers.has(`${r.schema}.${r.name}`));
  const isPlatform = (r: Relation): boolean => platformWithRows.includes(r.schema);
  const whole = (r: Relation): boolean => r.readable && !r.filtered;
  const platformTables = wanted.filter((r) => isPlatform(r) && r.kind === 'table');
  const filled = await withRows(query, platformTables.filter(whole));
  // What no extension made and no role of the platform owns belongs to the user, wherever it lies. Nothing of it is locked, so nothing is asked of it.
  const strays = relations.filter(
    (r) =>
      r.kind === 'table' &&
      !r.ofExtension &&
      isUsers(r.owner) &&
      r.schema !== historySchema &&
      skippedInData.includes(r.schema) &&
      !userSkips(r.schema) &&
      !userSkipsTable(`${r.schema}.${r.name}`),
  );
  const keptApart = await keptByExtensions(
    query,
    relations.filter(
      (r) =>
        r.configuration &&
        r.kind === 'table' &&
        skippedInData.includes(r.schema) &&
        !otherComponents.includes(r.schema) &&
        !userSkips(r.schema) &&
        !userSkipsTable(`${r.schema}.${r.name}`),
    ),
  );
  const history = relations.filter((r) => r.schema === historySchema && r.kind === 'table');

  const data = wanted.filter(
    (r) => r.kind === 'table' && whole(r) && (!isPlatform(r) || (filled.has(r.oid) && r.restorable)),
  );
  const sizes = await tableSizes(query, data);
  const excludedOids = new Set(excludedTables.map((r) => r.oid));
  const isExcluded = (r: Relation): boolean =>
    userSkipsTable(`${r.schema}.${r.name}`) || (r.ownedBy !== null && excludedOids.has(r.ownedBy));
  const unreadSequences = new Set(candidates.filter((r) => r.kind === 'sequence' && !r.readable));
  const byOid = new Map(relations.map((r) => [r.oid, r]));
  const dumped = new Set(data.map((r) => r.oid));
  return {
    schemas: {
      skippedInSchema,
      skippedInData,
      platform: definedByPlatform.filter((name) => schemas.includes(name)),
      excluded: schemas.filter(userSkips),
      hasHistory: schemas.includes(historySchema) && !userSkips(historySchema),
    },
    skippedInData: candidates.filter((r) => unreadSequences.has(r) || skipsData(r, dumped, isPlatform)).map(nameOf),
    skippedInSchema: tables.filter((r) => !isPlatform(r) && !r.readable && !r.ofExtension).map(nameOf),
    skippedInPlatform: relations
      .filter((r) => definedByPlatform.includes(r.schema) && !r.readable && r.kind !== 'sequence')
      .map(nameOf),
    data: data.map((r) => ({
      ...r,
      size: sizes.get(r.oid) ?? 0,
      loadedAs: [r, byOid.get(r.root ?? '') ?? r].map(nameOf),
    })),
    emptyPlatformTables: platformTables.filter((r) => whole(r) && !filled.has(r.oid)),
    platformOnly: platformTables.filter((r) => filled.has(r.oid) && !r.restorable),
    notPermitted: [...platformTables, ...(request.history ? history : [])].filter((r) => !whole(r)),
    forbidden: [...wanted.filter((r) => !whole(r)), ...[...unreadSequences].filter((r) => !isExcluded(r))].filter(
      (r) => !isPlatform(r) && !r.ofExtension,
    ),
    hiddenConfiguration: candidates.filter((r) => r.configuration && !isPlatform(r) && !whole(r) && !isExcluded(r)),
    keptApart,
    strays,
    excludedTables,
    warnings: patternWarnings(request, schemas, tables),
  };
}

/** Partitioned tables have no rows of their own; excluding one would exclude its name only. */
function skipsData(r: Relation, dumped: ReadonlySet<string>, isPlatform: (r: Relation) => boolean): boolean {
  if (r.kind === 'sequence') return isPlatform(r) && !r.restorable;
  return r.kind === 'table' && !dumped.has(r.oid);
}

/** The project's own role is one that the platform gives, but what it owns is the user's. */
const isUsers = (owner: string): boolean => owner === 'postgres' || !isPlatformRole(owner);

async function withRows(query: Query, tables: readonly Relation[]): Promise<Set<string>> {
  const filled = new Set<string>();
  for (const table of tables) {
    const [row] = await query(`SELECT EXISTS (SELECT 1 FROM ONLY ${quoted(table)})::pg_catalog.text AS filled`);
    if (row?.filled === 'true') filled.add(table.oid);
  }
  return filled;
}

function patternWarnings(
  request: Pick<BackupRequest, 'excludeSchemas' | 'excludeTables'>,
  schemas: string[],
  tables: Relation[],
): Warning[] {
  const names = tables.map((r) => `${r.schema}.${r.name}`);
  return [
    ...unmatchedPatterns(request.excludeSchemas, schemas),
    ...unmatchedPatterns(request.excludeTables, names),
  ].map((pattern) => ({
    code: 'EXCLUDE_MATCHES_NOTHING',
    text: `The exclusion ${JSON.stringify(pattern)} matches nothing in this database.`,
    object: pattern,
  }));
}

const nameOf = (r: Relation): TableName => [r.schema, r.name];
