import pRetry from 'p-retry';
import { setTimeout as delay } from 'node:timers/promises';
import type { UploadRetry } from '../../storage';
import { StorageError } from '../../storage-error';

export interface Patience {
  /** How long to wait before the second attempt, the third …, milliseconds; as many attempts more as there are delays. */
  readonly delays: readonly number[];
  /** Waits so many milliseconds; rejects when the signal is aborted. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** A restart of a store or a router costs no backup. */
export const usualPatience: Patience = { delays: [500, 2_000, 8_000, 30_000] };

/** Within the two seconds that an abort has. */
export const quickPatience: Patience = { delays: [50, 150, 300, 600] };

/** A store that asks for more patience than this gets its error handed on instead. Milliseconds. */
const longestWaitMs = 60_000;

interface RepeatOptions {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly onRetry?: ((retry: UploadRetry) => void) | undefined;
}

const defaultWait = (milliseconds: number, signal: AbortSignal): Promise<unknown> =>
  delay(milliseconds, undefined, { signal });

/** Does work that can be done again, again, when it failed with what may go away; waits as long as the store asks. */
export function repeated<T>(
  work: () => Promise<T>,
  { patience: { delays, wait = defaultWait }, signal, onRetry }: RepeatOptions,
): Promise<T> {
  return pRetry(work, {
    retries: delays.length,
    minTimeout: 0,
    signal,
    shouldRetry: ({ error }) => mayGoAway(error),
    async onFailedAttempt({ error, attemptNumber, retriesLeft }) {
      if (!mayGoAway(error) || retriesLeft === 0) return;
      onRetry?.({ attempt: attemptNumber, cause: error });
      // Parts that failed together shall not come back together.
      const pause = (delays[attemptNumber - 1] ?? 0) * (1 + Math.random() / 2);
      await wait(Math.max(pause, error.retryAfterMs ?? 0), signal);
    },
  });
}

const mayGoAway = (error: Error): error is StorageError =>
  error instanceof StorageError && error.retriable && (error.retryAfterMs ?? 0) <= longestWaitMs;
