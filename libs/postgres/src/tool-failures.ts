import { PostgresError } from './postgres-error';
import { translateToolText } from './translate-error';

export interface ToolExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** It never started. */
  spawnError: Error | null;
}

/** The call as far as sentences need it. */
export interface ToolCall {
  /** `pg_dump`. */
  name: string;
  host: string;
  user: string;
  secrets: readonly string[];
}

export const cancelled = (name: string): PostgresError =>
  new PostgresError('CANCELLED', `${name} was stopped before its end.`, 'Start it again when you are ready.');

export const stalled = (name: string, limitMs: number): PostgresError =>
  new PostgresError(
    'STALLED',
    `${name} sent no byte for ${seconds(limitMs)} seconds and was stopped.`,
    'Look for a lock or a dead network connection; a longer silence can be allowed.',
  );

export const maxDuration = (name: string, limitMs: number): PostgresError =>
  new PostgresError(
    'MAX_DURATION',
    `${name} ran longer than the allowed ${seconds(limitMs)} seconds.`,
    'Allow a longer duration or back up less at once.',
  );

export const unreadable = (name: string, cause: unknown): PostgresError =>
  new PostgresError('DUMP_FAILED', `The output of ${name} could not be read.`, 'Run it again.', { cause });

export const missing = (name: string, cause?: Error): PostgresError =>
  new PostgresError(
    'TOOL_MISSING',
    `${name} could not be started.`,
    "Check that PostgreSQL's client tools are installed and executable (stowbase doctor).",
    cause === undefined ? {} : { cause },
  );

/** Why an ended process did not do its work; null when it did, as far as the exit tells. */
export function judgeExit(exit: ToolExit, call: ToolCall, stderr: string): PostgresError | null {
  if (exit.spawnError !== null) return missing(call.name, exit.spawnError);
  const signal =
    exit.signal ??
    (exit.code !== null && exit.code > 128 && exit.code <= 128 + 31 ? `signal ${exit.code - 128}` : null);
  if (signal !== null) return killed(call.name, signal, stderr);
  if (exit.code === 0) return null;
  const place = { settings: { host: call.host, user: call.user }, secrets: call.secrets };
  return translateToolText(stderr, place) ?? failed(call.name, exit.code, stderr);
}

function killed(name: string, signal: string, detail: string): PostgresError {
  const memory = signal === 'SIGKILL' || signal === 'signal 9';
  return new PostgresError(
    'DUMP_KILLED',
    `${name} was killed from outside (${signal})${memory ? ', most likely because the machine ran out of memory' : ''}.`,
    memory ? 'Give the machine or container more memory, then run it again.' : 'Run it again; find out who stopped it.',
    { detail },
  );
}

const failed = (name: string, code: number | null, detail: string): PostgresError =>
  new PostgresError(
    'DUMP_FAILED',
    `${name} ended with exit code ${code ?? 'unknown'}: ${firstError(detail)}`,
    'Its own words stand below; correct the cause and run it again.',
    {
      detail,
    },
  );

export const incomplete = (name: string, bytes: number, detail: string): PostgresError =>
  new PostgresError(
    'DUMP_EMPTY',
    bytes === 0
      ? `${name} ended without an error but wrote nothing.`
      : `${name} ended without an error, but its output is cut: the last line is missing.`,
    'Nothing of it is kept as a backup. Run it again; if it happens again, report it with the version of the client tools.',
    { detail },
  );

function firstError(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((candidate) => /error:|ERROR:|FATAL:/.test(candidate)) ?? lines.at(-1) ?? 'it said nothing.';
  return line.slice(0, 300);
}

const seconds = (ms: number): string => String(Math.round(ms / 100) / 10);
