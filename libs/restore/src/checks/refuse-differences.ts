import { RestoreError } from '../errors';
import type { Comparison } from '../report';

/** What must not stay: rows or protection would be missing, or somebody could do what the source never allowed. */
const refused: ReadonlySet<string> = new Set([
  'rows',
  'objects',
  'foreign_keys',
  'row_security',
  'policies',
  'extra_privileges',
  'superuser',
]);

/**
 * Inside the restore's transaction, so that it is taken back, or before the last step of one in steps: the caller says what became of the
 * target. Other differences are for the report.
 * @throws RestoreError ROWS_MISSING, RESTORE_DIFFERENT; `detail` has all of them, one a line
 */
export function refuseDifferences(comparisons: readonly Comparison[]): void {
  const found = comparisons.filter(({ what, status }) => status === 'different' && refused.has(what));
  if (found.length === 0) return;
  const named = found.flatMap(({ differences }) => differences);
  const [first = ''] = named;
  const rest = named.length > 1 ? ` (and ${named.length - 1} more)` : '';
  throw new RestoreError(
    found.some(({ what }) => what === 'rows') ? 'ROWS_MISSING' : 'RESTORE_DIFFERENT',
    `The restored database is not what the archive says: ${first}${rest}.`,
    'Look for triggers, rules or event triggers of the target that change what is restored, or restore into a new database.',
    { detail: named.join('\n') },
  );
}
