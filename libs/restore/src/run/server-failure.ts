import { PostgresError, translateError, type PostgresErrorCode } from '@stowbase/postgres';
import { RestoreError } from '../errors';
import { aftermathText, type Aftermath } from './aftermath';
import { isServerError, safeCause } from './server-words';

/** What isn't the statement's fault: the server ends, is full or busy, or somebody stops it. */
const serverStates = /^(?:57P0[1-5]|57014|08|25P0[34]|53|55P03|580)/;

/**
 * The error of a server or a connection that is to blame itself, with its own code, or null when it is the statement. `during` completes
 * "while".
 */
export function serverFailure(error: unknown, during: string, aftermath: Aftermath): PostgresError | null {
  return isServerError(error) && !serverStates.test(error.code) ? null : translated(error, during, aftermath);
}

/** Whatever the driver threw, in plain words. */
export function translated(error: unknown, during: string, aftermath: Aftermath): PostgresError {
  const known = translateError(error, { during });
  return new PostgresError(known.code, `${known.message} ${aftermathText(aftermath)}`, next(known), {
    ...(known.detail === undefined ? {} : { detail: known.detail }),
    ...(known.sql === undefined ? {} : { sql: known.sql }),
    cause: isServerError(error) ? safeCause(error) : error,
  });
}

/** The translations speak to somebody who makes a backup. */
const nextSteps: Partial<Record<PostgresErrorCode, string>> = {
  LOCK_TIMEOUT: 'Run the restore when nobody else uses the target, or allow a longer wait for locks.',
  LOCKS_EXHAUSTED:
    'Raise max_locks_per_transaction on the target (it needs a restart), or restore in steps (--jobs 2).',
  DISK_FULL: "Free space on the target's disk, then run the restore again.",
  CANCELLED: 'Somebody cancelled the statement on the server: run the restore again.',
};

const next = (known: PostgresError): string => nextSteps[known.code] ?? known.nextStep;

/** @param aftermath of what was going on */
export const cancelled = (aftermath: Aftermath): RestoreError =>
  new RestoreError(
    'CANCELLED',
    `The restore was cancelled. ${aftermathText(aftermath)}`,
    'Start it again when you are ready.',
  );
