import { isRetriable, redact } from '@stowbase/postgres';
import { StorageError } from '@stowbase/storage';
import { ApiError } from '../../errors/api-error';
import type { RunError } from '../transitions/claim';

/** An error as the row keeps it, and what else is worth a line in the log. */
export interface ToldError {
  readonly error: RunError;
  /** It may go away by itself: connection, rate, lock. */
  readonly retriable: boolean;
  /** The last lines that a tool wrote. */
  readonly lines: readonly string[];
  /** Nobody expected it: a defect. */
  readonly unexpected: boolean;
}

const mostLines = 20;
/** They wait for somebody else's lock, who will let go of it. */
const locks = new Set(['LOCK_TIMEOUT', 'DUMP_LOCK_TIMEOUT']);

/** Errors of dump, postgres, archive, storage and of the service itself share code, sentence and next step; anything else is a defect. */
export function tellError(error: unknown, secrets: readonly string[]): ToldError {
  const clean = (text: string): string => redact(text, secrets);
  if (!isTold(error)) {
    return { error: unexpected, retriable: false, lines: [], unexpected: true };
  }
  return {
    error: { code: error.code, text: clean(error.message), next: clean(nextStepOf(error)) },
    retriable: error instanceof StorageError ? error.retriable : isRetriable(error) || locks.has(error.code),
    lines: lastLines(error.detail ?? '').map(clean),
    unexpected: false,
  };
}

interface Told extends Error {
  readonly code: string;
  readonly nextStep?: string;
  readonly detail?: string;
}

/** Node's own errors have a code too; only ours say what to do next. */
function isTold(error: unknown): error is Told {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  return error instanceof ApiError || ('nextStep' in error && typeof error.nextStep === 'string');
}

const nextStepOf = (error: Told): string =>
  (error instanceof ApiError ? error.options.nextStep : error.nextStep) ?? 'Start the backup again.';

const lastLines = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-mostLines);

const unexpected: RunError = {
  code: 'INTERNAL',
  text: 'Something unforeseen happened while the backup ran.',
  next: "Look at the service's log and report it; the backup can be started again.",
};
