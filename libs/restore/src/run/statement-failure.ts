import type { PostgresError } from '@stowbase/postgres';
import { RestoreError, type StatementPlace } from '../errors';
import { aftermathText, type Aftermath } from './aftermath';
import { serverFailure } from './server-failure';
import { isServerError, safeCause, safeMessage, safeText, type ServerError } from './server-words';
import { headline, subjectOf } from './statement-words';

/** What a failed statement is told as. `text` is the statement, `place` where the archive has it. */
export function statementFailure(
  error: unknown,
  { text, place }: { readonly text: Buffer; readonly place: StatementPlace },
  aftermath: Aftermath,
): RestoreError | PostgresError {
  const subject = subjectOf(text);
  const failure = serverFailure(error, `sending ${subject} of ${placeText(place)}`, aftermath);
  if (failure !== null || !isServerError(error)) return failure ?? unknownFailure(error);
  // Guarded statements are this archive's own, not a user's function.
  const words = subject.startsWith('DO') ? error.message.split('\n', 1)[0] : safeMessage(error);
  return new RestoreError(
    'STATEMENT_FAILED',
    `${subject} failed (${placeText(place)}): ${words}. ${aftermathText(aftermath)}`,
    nextStep(error),
    { place, detail: `${safeText(error)}\nStatement: ${headline(text)}`, cause: safeCause(error) },
  );
}

export const placeText = ({ member, statement }: StatementPlace): string =>
  statement === null ? member : `statement ${statement} of ${member}`;

function nextStep({ code }: ServerError): string {
  if (code === '42501') return 'Restore as a role that may do this: on Supabase postgres, elsewhere a superuser.';
  if (exists.has(code)) return 'Restore into an empty database, or replace what is there.';
  if (missing.has(code)) return 'Make what is missing in the target first, or restore everything that the archive has.';
  if (code === '42601' || code === '0A000')
    return "Restore into a PostgreSQL that is not older than the source's, with the same extensions.";
  if (code.startsWith('23'))
    return 'The rows break this rule in the source too: repair them there and make a new backup.';
  if (code.startsWith('40')) return 'Run the restore again when nobody else uses the target.';
  return 'Look the message up in the documentation of PostgreSQL, or report it with the statement.';
}

const exists: ReadonlySet<string> = new Set(['42P07', '42710', '42P06', '42723', '42701', '42P04', '42P03', '23505']);
const missing: ReadonlySet<string> = new Set(['42704', '42P01', '42883', '3F000', '42703', '58P01']);

const unknownFailure = (cause: unknown): RestoreError =>
  new RestoreError('RESTORE_DEFECT', 'The restore failed for a reason it does not know.', 'Report this.', { cause });
