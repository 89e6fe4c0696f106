import { translateError } from '@stowbase/postgres';
import { RestoreError, type RestoreErrorOptions } from '../errors';
import { recordSchema } from './record/record-schema';
import { closedText } from './record/refuse-unfinished';

/** The error of a restore that was left half-way: the same cause, with what is closed and how to go on. */
export function leftClosed(error: unknown, closedSchemas: readonly string[], signal: AbortSignal): RestoreError {
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
  const known = translateError(error);
  return new RestoreError(
    'RESTORE_INTERRUPTED',
    `The restore stopped half-way: ${known.message} ${closedText(closedSchemas)}`,
    then(known.nextStep, goOn),
    { ...rest, ...(known.detail === undefined ? {} : { detail: known.detail }) },
  );
}

const then = (nextStep: string, goOn: string): string => `${nextStep.replace(/\.$/, '')}; then ${goOn}`;
