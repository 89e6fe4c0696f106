import { contentsFormat, type Contents } from '@stowbase/archive';
import type { Coverage } from './coverage';
import type { BackupRequest, Warning } from './request';
import type { Scope } from './scope/scope';
import type { SourceFacts } from './source';
import type { StoredTable } from './store-dump';

/** What the sections found out, for `contents.json`. */
export interface Findings {
  tables: StoredTable[];
  sequences: number;
  largeObjects: { count: number; bytes: number };
  extensions: Contents['source']['extensions'];
  passwordsToSet: readonly string[];
  vaultSecrets: readonly string[];
  hiddenUserMappings: readonly string[];
  refresh: readonly string[];
  warnings: readonly Warning[];
  snapshot: { id: string; takenAt: Date };
}

export function contentsOf(
  request: BackupRequest,
  facts: SourceFacts,
  scope: Scope,
  coverage: Coverage,
  found: Findings,
): Contents {
  return {
    format: contentsFormat,
    type: request.type,
    options: {
      history: request.history,
      largeObjects: request.largeObjects ?? true,
      excludeSchemas: [...request.excludeSchemas],
      excludeTables: [...request.excludeTables],
      excludedTables: scope.excludedTables.map((table) => `${table.schema}.${table.name}`),
    },
    project: { name: request.projectName, ref: request.projectRef },
    source: {
      database: facts.database,
      serverVersion: facts.serverVersion,
      encoding: facts.encoding,
      locale: facts.locale,
      systemIdentifier: facts.systemIdentifier,
      extensions: found.extensions,
    },
    components: coverage.list(),
    tables: [...found.tables, ...emptyTables(request, scope)]
      .map(({ schema, name, rows, rawBytes, members }) => ({ schema, name, rows, rawBytes, members }))
      .sort((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name)),
    sequences: found.sequences,
    largeObjects: found.largeObjects,
    largestRow: largestRow(found.tables),
    limits: limitsOf(scope, found),
    passwordsToSet: found.passwordsToSet,
    vaultSecrets: found.vaultSecrets,
    refresh: found.refresh,
    warnings: found.warnings,
    snapshot: { id: found.snapshot.id, takenAt: found.snapshot.takenAt.toISOString() },
    rolesTakenAt: request.type === 'data' ? null : found.snapshot.takenAt.toISOString(),
  };
}

/** What no backup of this kind can hold, by name: never a gap, always said. */
function limitsOf(scope: Scope, found: Findings): Contents['limits'] {
  const platformOnly = scope.platformOnly.map((table) => `${table.schema}.${table.name}`);
  return [
    { id: 'login_passwords', objects: found.passwordsToSet },
    { id: 'vault_secrets', objects: found.vaultSecrets },
    { id: 'user_mapping_options', objects: found.hiddenUserMappings },
    { id: 'platform_only_tables', objects: platformOnly },
    ...(scope.schemas.platform.includes('storage')
      ? [{ id: 'storage_files', objects: ['the files behind storage.objects'] }]
      : []),
  ].filter(({ objects }) => objects.length > 0);
}

const emptyTables = (request: BackupRequest, scope: Scope): StoredTable[] =>
  request.type === 'schema'
    ? []
    : scope.emptyPlatformTables.map(({ schema, name }) => ({
        schema,
        name,
        rows: 0,
        rawBytes: 0,
        members: [],
        longestRow: 0,
      }));

function largestRow(tables: readonly StoredTable[]): NonNullable<Contents['largestRow']> | null {
  const longest = tables.reduce<StoredTable | null>(
    (best, table) => (table.longestRow > (best?.longestRow ?? 0) ? table : best),
    null,
  );
  return longest === null ? null : { schema: longest.schema, name: longest.name, bytes: longest.longestRow };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
