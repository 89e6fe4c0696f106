import { StorageError } from '@stowbase/storage';
import { CliError } from '../../cli-error';
import { count, plain } from '../../words';
import { copyErrorOf } from './copy-report';

/**
 * What a backup fails with that no place has taken: what the only one failed with, else one error that names them all.
 * @param causes by the name of the place
 */
export function allFailed(causes: readonly (readonly [place: string, cause: unknown])[]): unknown {
  const [[place, cause] = ['', undefined], ...others] = causes;
  if (others.length === 0) return cause instanceof StorageError ? asOutputError(place, cause) : cause;
  const lines = causes.map(([name, one]) => {
    const { code, message, nextStep } = copyErrorOf(one, null);
    return plain(`${name}: ${message} ${nextStep} [${code}]`);
  });
  return new CliError(
    'output',
    'NOT_STORED',
    `None of the ${count(causes.length, 'place')} took the backup.`,
    'Each one and its reason are listed above.',
    { cause: new AggregateError(causes.map(([, one]) => one)), detail: lines.join('\n') },
  );
}

/** A store's "damaged" is about its own answer, and its "invalid-config" came too late to be wrong use. */
const asOutputError = (place: string, cause: StorageError): CliError =>
  new CliError('output', cause.code, `${plain(place)}: ${cause.message}`, cause.nextStep, { cause });
