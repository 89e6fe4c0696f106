import { StorageError } from '@stowbase/storage';
import { CliError } from './cli-error';
import type { Status } from './exit-codes';

/** A failed command, ready to be printed: what happened, what to do, a stable code. */
export interface Failure {
  status: Status;
  code: string;
  message: string;
  nextStep: string;
  /** More for a person who looks closer, such as the last lines of pg_dump; already without secrets. */
  detail: string | null;
}

/** What the person typed is at fault: their own exit code too. */
const WRONG_USE_KINDS: ReadonlySet<string> = new Set(['wrong-use', 'invalid-recipient']);
/** Archives that can't be trusted: their own exit code. */
const DAMAGED_KINDS: ReadonlySet<string> = new Set([
  'damaged',
  'not-complete',
  'not-ours',
  'lying-manifest',
  'too-large',
]);

/** The one place where any error becomes a failure. Errors without a public code are `INTERNAL`: a defect of ours. */
export function failureOf(e: unknown): Failure {
  if (!isTold(e)) return internal(e);
  return {
    // A store's "damaged" is about its own answer, not about an archive.
    status: e instanceof StorageError ? 'failed' : statusOf(e.kind),
    code: e.code,
    message: sentence(e.message),
    nextStep: nextStepOf(e),
    detail: e.detail ?? null,
  };
}

/** True of every command that changes nothing elsewhere. */
export const NOTHING_LEFT = 'Nothing was finished and nothing is left behind; run the command again when you want to.';

/** What is said when a signal ended the command, whatever error came out of it; `nextStep` says what is left of its work. */
export function interruptedBy(signal: NodeJS.Signals, nextStep = NOTHING_LEFT): Failure {
  const status = signal === 'SIGINT' ? 'interrupted' : 'terminated';
  return {
    status,
    code: 'CANCELLED',
    message: status === 'interrupted' ? 'Interrupted.' : 'Stopped from outside.',
    nextStep,
    detail: null,
  };
}

interface ToldError extends Error {
  kind: string;
  code: string;
  nextStep: string;
  detail?: string;
  /** A connection URL without password that would work instead. */
  suggestion?: string;
  /** The statement that repairs it. */
  sql?: string;
}

/** The next step with what it may only point to: the URL that would work, the statement that repairs it. */
function nextStepOf({ nextStep, suggestion, sql }: ToldError): string {
  const parts = [sentence(nextStep)];
  if (suggestion !== undefined && !nextStep.includes(suggestion)) parts.push(`Try ${suggestion}`);
  if (sql !== undefined && !nextStep.includes(sql)) parts.push(sql);
  return parts.join(' ');
}

function isTold(e: unknown): e is ToldError {
  if (typeof e !== 'object' || e === null) return false;
  const { kind, code, message, nextStep } = e as Partial<ToldError>;
  return [kind, code, message, nextStep].every((field) => typeof field === 'string');
}

function statusOf(kind: string): Status {
  if (WRONG_USE_KINDS.has(kind)) return 'wrong_use';
  return DAMAGED_KINDS.has(kind) ? 'damaged' : 'failed';
}

function internal(e: unknown): Failure {
  const reason = typeof e === 'object' && e !== null && 'message' in e ? String(e.message) : String(e);
  const told = new CliError(
    'internal',
    'INTERNAL',
    `Something unexpected happened inside Stowbase: ${reason}`,
    'Run again with STOWBASE_DEBUG=1 and report the output.',
    { cause: e },
  );
  return failureOf(told);
}

function sentence(text: string): string {
  const oneLine = text.trim().replace(/\s*\n\s*/g, ' ');
  return oneLine === '' || /[.!?);]$/.test(oneLine) ? oneLine : `${oneLine}.`;
}
