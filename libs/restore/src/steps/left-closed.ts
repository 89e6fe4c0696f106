import { translateError, type PostgresError } from '@stowbase/postgres';
import { RestoreError, type RestoreErrorOptions } from '../errors';
import type { RunContext } from '../run/run-types';
import { isServerError } from '../run/server-words';
import { recordSchema } from './record/record-schema';
import { closedText, schemaNames } from './record/refuse-unfinished';

/** The error of a restore that was left half-way: the same cause, with what is closed and how to go on. */
export function leftClosed(
  error: unknown,
  closedSchemas: readonly string[],
  { signal, settings }: Pick<RunContext, 'signal' | 'settings'>,
): RestoreError {
  const rest = { closedSchemas, cause: error };
  const goOn = `go on with --resume, or drop what was restored together with the schema ${recordSchema} and begin anew.`;
  if (signal.aborted) {
    return new RestoreError(
      'CANCELLED',
      `The restore was cancelled half-way. ${closedText(closedSchemas)}`,
      `When you are ready, ${goOn}`,
      { closedSchemas },
    );
  }
  if (error instanceof RestoreError) {
    const options: RestoreErrorOptions = {
      ...rest,
      ...(error.detail === undefined ? {} : { detail: error.detail }),
      ...(error.place === undefined ? {} : { place: error.place }),
    };
    return new RestoreError(
      error.code,
      `${error.message} ${closedText(closedSchemas)}`,
      then(error.nextStep, goOn),
      options,
    );
  }
  const known = inPlainWords(error, settings);
  return new RestoreError(
    known instanceof RestoreError ? known.code : 'RESTORE_INTERRUPTED',
    `The restore stopped half-way: ${known.message} ${closedText(closedSchemas)}`,
    then(known.nextStep, goOn),
    { ...rest, ...(known.detail === undefined ? {} : { detail: known.detail }) },
  );
}

/** Of the driver, a socket, a server, or one that has its words already; anything else is a defect of ours. */
export function inPlainWords(error: unknown, settings: RunContext['settings']): PostgresError | RestoreError {
  const known = translateError(error, { settings });
  if (known === error || isServerError(error) || known.code !== 'QUERY_FAILED') return known;
  return new RestoreError('RESTORE_DEFECT', 'The restore failed for a reason it does not know.', 'Report this.', {
    cause: error,
  });
}

const then = (nextStep: string, goOn: string): string => `${nextStep.replace(/\.$/, '')}; then ${goOn}`;

/** Nobody knows whether the first or the last step was made final; the record in the target does. */
export function unknownWhetherClosed(cause: PostgresError, closedSchemas: readonly string[]): RestoreError {
  const names = closedSchemas.length === 0 ? '' : ` and these schemas are closed: ${schemaNames(closedSchemas)}`;
  return new RestoreError(
    'RESTORE_INTERRUPTED',
    `The connection was lost while a step was made final, and the target could not be asked what became of it: it may be that the restore is unfinished${names}.`,
    'When the target can be reached again, run the restore with --resume: it goes on, or says that there is nothing to go on with.',
    { cause, closedSchemas, ...(cause.detail === undefined ? {} : { detail: cause.detail }) },
  );
}
