import { DumpError } from './errors';
import type { Relation } from './scope/relations';
import { quoted, type Scope } from './scope/scope';

const shown = 5;

/** A dump that couldn't be complete is refused before its first byte, with the statement that would change it. */
export function refuseWhatCantBeRead(scope: Scope, role: string): void {
  const unreadable = scope.forbidden.filter((table) => !table.readable);
  if (unreadable.length > 0) {
    throw new DumpError(
      'not-permitted',
      'PERMISSION_DENIED',
      `Role "${role}" may not read ${list(unreadable)}.`,
      `Run: GRANT SELECT ON ${unreadable.slice(0, shown).map(quoted).join(', ')} TO "${role}"; or leave the table out with --exclude-table.`,
    );
  }
  if (scope.forbidden.length > 0) {
    throw new DumpError(
      'not-permitted',
      'ROW_SECURITY',
      `Row security hides rows of ${list(scope.forbidden)} from role "${role}", so a backup would not be complete.`,
      `Run: ALTER ROLE "${role}" BYPASSRLS; or back up with a role that has it.`,
    );
  }
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
