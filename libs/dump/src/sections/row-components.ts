import { isOn } from '../coverage';
import type { DumpSession } from '../dump-session';
import type { StoredTable } from '../store-dump';

/** The components that are counted in rows, by what was really streamed. */
export function reportRows(session: DumpSession, tables: readonly StoredTable[], largeObjects: number): void {
  const { coverage, request, scope } = session;
  const rowsOf = (schema: string, ...names: string[]): number =>
    tables.filter((t) => t.schema === schema && names.includes(t.name)).reduce((sum, t) => sum + t.rows, 0);
  for (const [component, schema, main] of [
    ['auth_users', 'auth', 'users'],
    ['storage_metadata', 'storage', 'objects'],
  ] as const) {
    const excluded = scope.excludedTables.some((table) => table.schema === schema && table.name === main);
    if (excluded || scope.schemas.excluded.includes(schema)) coverage.leftOut(component);
    const hidden = scope.notPermitted.filter((table) => table.schema === schema);
    if (hidden.length > 0) {
      coverage.notPermitted(
        component,
        `this role can't read all of ${hidden.map((table) => `${schema}.${table.name}`).join(', ')}`,
      );
    }
  }
  coverage.saved('auth_users', rowsOf('auth', 'users'));
  coverage.saved('storage_metadata', rowsOf('storage', 'buckets', 'objects'));
  coverage.saved(
    'data',
    tables.filter((table) => !['auth', 'storage'].includes(table.schema)).reduce((sum, t) => sum + t.rows, 0),
  );
  if (request.largeObjects === false) coverage.leftOut('large_objects');
  coverage.saved('large_objects', largeObjects);
  reportHiddenConfiguration(session);
  reportKeptApart(session);
}

function reportHiddenConfiguration({ coverage, scope: { hiddenConfiguration: hidden } }: DumpSession): void {
  if (hidden.length === 0) return;
  const next = hidden.some(({ readable }) => !readable)
    ? 'grant it USAGE on their schema and SELECT on them'
    : 'row security hides rows from it: give it BYPASSRLS';
  coverage.incomplete('data', `this role can't read all that extensions keep of yours in ${shown(hidden)}; ${next}`);
}

/** In a schema of the platform an extension comes back as it is when new. */
function reportKeptApart({ coverage, scope: { keptApart } }: DumpSession): void {
  const { filled, unknown } = keptApart;
  if (filled.length > 0)
    coverage.incomplete(
      'data',
      `rows of yours that extensions keep in schemas of Supabase are not saved: ${shown(filled)}; write them down apart`,
    );
  if (unknown.length > 0)
    coverage.incomplete(
      'data',
      `whether extensions keep rows of yours in ${shown(unknown)} could not be seen: this role may not read all of them or not use plpgsql, or another session holds them locked`,
    );
}

/** What was to be read is held against what was read: a table that pg_dump was never asked for, by whatever mistake, is a gap. */
export function reportMissing({ coverage, scope }: DumpSession, tables: readonly StoredTable[]): void {
  const read = new Set(tables.map(({ schema, name }) => keyOf(schema, name)));
  const missing = scope.data.filter(
    ({ ofExtension, loadedAs }) => !ofExtension && !loadedAs.some(([schema, name]) => read.has(keyOf(schema, name))),
  );
  if (missing.length > 0) coverage.incomplete('data', `pg_dump gave no rows of ${shown(missing)}; please report this`);
}

const keyOf = (schema: string, name: string): string => JSON.stringify([schema, name]);

const shown = (tables: readonly { schema: string; name: string }[]): string => {
  const names = tables.map(({ schema, name }) => `${schema}.${name}`);
  return (names.length > 20 ? [...names.slice(0, 20), `${names.length - 20} more`] : names).join(', ');
};

/** Tables of the user's in a schema that isn't theirs: neither their rows nor their definitions are saved. */
export function reportStrays({ coverage, request, scope }: DumpSession): void {
  if (scope.strays.length === 0) return;
  coverage.incomplete(
    isOn(request.type, 'data') ? 'data' : 'schema',
    `tables of yours in schemas of Supabase or of an extension are not saved: ${shown(scope.strays)}; move them to a schema of your own`,
  );
}
