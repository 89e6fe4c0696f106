import { inspect } from 'node:util';
import { StorageError } from '../../../storage-error';
import { echoed, type Outcome } from './conditions';

export interface Expected {
  /** One of them. */
  readonly outcomes: readonly Outcome[];
  readonly retryAfterSeconds?: number | undefined;
  /** Values that nobody may ever see. */
  readonly secrets: readonly string[];
  /** In the sentence: which place it is about; for a missing object its name does. */
  readonly where: RegExp;
}

/** What is wrong with the end of an operation; nothing when it is as the contract says. @param thrown undefined: it ended well. */
export function judge(thrown: unknown, { outcomes, retryAfterSeconds, secrets, where }: Expected): string[] {
  const wanted = `instead of ${outcomes.join(' or ')}`;
  if (thrown === undefined) return outcomes.includes('fine') ? [] : [`it ended well ${wanted}`];
  if (!(thrown instanceof StorageError)) return [`it threw no StorageError: ${inspect(thrown)}`];
  const { kind, message, nextStep, retriable, retryAfterMs } = thrown;
  const said = `${message} ${nextStep}`;
  const inside = inspect(thrown, { depth: 12, showHidden: true, maxStringLength: null });
  const checks: readonly (readonly [boolean, string])[] = [
    [outcomes.includes(kind), `kind ${kind} ${wanted}: ${message}`],
    [retriable === (kind === 'unreachable' || kind === 'rate-limited'), `retriable is ${retriable}`],
    [/^[A-Z0-9"].*\.$/s.test(message) && !message.includes('\n'), `no sentence: ${message}`],
    [/^[A-Z].*\.$/s.test(nextStep), `no next step: ${nextStep}`],
    [where.test(said) || (kind === 'not-found' && /"[^"]+"/.test(said)), `it does not say where: ${message}`],
    [!said.includes(echoed), `it repeats what the server said: ${said}`],
    [!secrets.some((secret) => inside.includes(secret)), `a secret is in it: ${inside}`],
    [
      retryAfterSeconds === undefined || retryAfterMs === retryAfterSeconds * 1000,
      `retryAfterMs is ${retryAfterMs} and not ${(retryAfterSeconds ?? 0) * 1000}`,
    ],
  ];
  return checks.flatMap(([fine, problem]) => (fine ? [] : [problem]));
}
