import { factsOf, type ErrorFacts } from './error-facts';
import { loginRules } from './login-rules';
import { PostgresError } from './postgres-error';
import { queryRules } from './query-rules';
import { redact } from './redact';
import type { ErrorPlace, ErrorRule } from './translation';

const rules: readonly ErrorRule[] = [...queryRules.slice(0, 1), ...loginRules, ...queryRules.slice(1)];

/**
 * Any error of the driver, a socket, or a server → `PostgresError`. One that is ours already (it has `kind`, `code` and
 * `nextStep`, from whatever library) is returned unchanged.
 */
export function translateError(error: unknown, place: ErrorPlace = {}): PostgresError {
  if (isOurs(error)) return error;
  const facts = factsOf(error);
  if (error instanceof Error && error.name === 'AbortError') return cancelled(error);
  return byRule(facts, place, error) ?? unknownError(facts, place, error);
}

/** What a tool's stderr tells, or null when no rule knows its words. */
export function translateToolText(stderr: string, place: ErrorPlace = {}): PostgresError | null {
  return byRule(factsOf(stderr), place);
}

function byRule(facts: ErrorFacts, place: ErrorPlace, cause?: unknown): PostgresError | null {
  const rule = rules.find((candidate) => matches(candidate, facts, place));
  if (rule === undefined) return null;
  const secrets = secretsOf(place);
  const object = rule.object?.(facts) ?? place.object ?? null;
  const sql = rule.sql?.(place, facts) ?? null;
  const detail = redact(facts.text, secrets);
  return new PostgresError(
    rule.code,
    said(redact(rule.message(facts, object), secrets), place),
    redact(rule.nextStep(place, facts), secrets),
    {
      detail,
      ...(object === null ? {} : { object }),
      ...(sql === null ? {} : { sql }),
      ...(isSafeCause(cause, detail, facts) ? { cause } : {}),
    },
  );
}

function matches(rule: ErrorRule, facts: ErrorFacts, place: ErrorPlace): boolean {
  const hit =
    (facts.sqlState !== null && rule.sqlStates?.has(facts.sqlState) === true) ||
    (facts.nodeCode !== null && rule.nodeCodes?.has(facts.nodeCode) === true) ||
    rule.text.test(facts.words);
  return hit && (rule.when?.(place, facts) ?? true);
}

function unknownError(facts: ErrorFacts, place: ErrorPlace, cause: unknown): PostgresError {
  const detail = redact(facts.text, secretsOf(place));
  const firstLine = detail.split('\n', 1)[0]?.slice(0, 300) ?? '';
  return new PostgresError(
    'QUERY_FAILED',
    `PostgreSQL answered "${firstLine}"${place.during === undefined ? '' : ` while ${place.during}`}.`,
    'Look the message up in the documentation of PostgreSQL, or report it.',
    {
      detail,
      ...(place.object === undefined ? {} : { object: place.object }),
      ...(isSafeCause(cause, detail, facts) ? { cause } : {}),
    },
  );
}

const said = (message: string, place: ErrorPlace): string =>
  place.during === undefined ? message : `${message.replace(/\.$/, '')} (while ${place.during}).`;

const secretsOf = (place: ErrorPlace): (string | undefined)[] => [place.settings?.password, ...(place.secrets ?? [])];

/** A cause is printed by loggers: not when its text had something to hide, or may have where nobody looked. */
const isSafeCause = (cause: unknown, detail: string, facts: ErrorFacts): boolean =>
  cause instanceof Error && facts.isWhole && detail === facts.text;

const cancelled = (cause: Error): PostgresError =>
  new PostgresError('CANCELLED', 'It was cancelled.', 'Start it again when you are ready.', { cause });

function isOurs(error: unknown): error is PostgresError {
  if (error instanceof PostgresError) return true;
  return (
    error instanceof Error &&
    ['kind', 'code', 'nextStep'].every((field) => typeof Reflect.get(error, field) === 'string')
  );
}
