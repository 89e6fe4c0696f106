import { unreadableLargeObjects } from '@stowbase/postgres';
import { quoteIdent } from '@stowbase/sql-stream';
import type { Query } from './catalogue/types';
import { DumpError } from './errors';
import type { Relation } from './scope/relations';
import { quoted } from './scope/quoted';
import type { Scope } from './scope/scope';

const shown = 5;

/** A dump that couldn't be complete is refused before its first byte, with the statement that would change it. */
export function refuseWhatCantBeRead(scope: Scope, role: string): void {
  const unreadable = scope.forbidden.filter((table) => !table.readable);
  if (unreadable.length > 0) {
    throw new DumpError(
      'not-permitted',
      'PERMISSION_DENIED',
      `Role ${quoteIdent(role)} may not read ${list(unreadable)}.`,
      `Run: ${grants(unreadable.slice(0, shown), role).join(' ')} Or leave the table out with --exclude-table.`,
    );
  }
  if (scope.forbidden.length > 0) {
    throw new DumpError(
      'not-permitted',
      'ROW_SECURITY',
      `Row security hides rows of ${list(scope.forbidden)} from role ${quoteIdent(role)}, so a backup would not be complete.`,
      `Run: ALTER ROLE ${quoteIdent(role)} BYPASSRLS; or back up with a role that has it.`,
    );
  }
}

/** pg_read_all_data doesn't cover large objects: pg_dump would fail on the first of them, half-way. */
export async function refuseUnreadableLargeObjects(query: Query, role: string): Promise<void> {
  const oids = await unreadableLargeObjects(query, shown + 1);
  if (oids.length === 0) return;
  const first = oids.slice(0, shown).join(', ');
  const more = oids.length > shown;
  throw new DumpError(
    'not-permitted',
    'PERMISSION_DENIED',
    `Role ${quoteIdent(role)} may not read the large objects ${first}${more ? ' and more' : ''}.`,
    `Run: GRANT SELECT ON LARGE OBJECT ${first} TO ${quoteIdent(role)};${more ? ' "stowbase doctor" lists the others.' : ''}`,
  );
}

function grants(tables: readonly Relation[], role: string): string[] {
  const to = quoteIdent(role);
  const closed = [...new Set(tables.filter((table) => !table.schemaUsable).map((table) => table.schema))];
  return [
    ...closed.map((schema) => `GRANT USAGE ON SCHEMA ${quoteIdent(schema)} TO ${to};`),
    `GRANT SELECT ON ${tables.map(quoted).join(', ')} TO ${to};`,
  ];
}

function list(tables: readonly Relation[]): string {
  const names = tables.slice(0, shown).map(quoted).join(', ');
  return tables.length > shown ? `${names} and ${tables.length - shown} more tables` : names;
}

export const tableRewritten = (tables: readonly string[]): DumpError =>
  new DumpError(
    'table-rewritten',
    'TABLE_REWRITTEN',
    `${tables.slice(0, shown).join(', ')} was truncated or rewritten while the backup ran, twice.`,
    'Run the backup when no migration is running.',
  );
