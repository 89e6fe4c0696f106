import pRetry from 'p-retry';
import { setTimeout as delay } from 'node:timers/promises';
import type { UploadRetry } from '../../storage';
import { StorageError } from '../../storage-error';

export interface Patience {
  /** Further attempts after the first. */
  readonly retries: number;
  /** Before the second attempt; four times as long before each further one. Milliseconds. */
  readonly firstWaitMs: number;
}

/** 0.5 s, 2 s, 8 s, 30 s: a restart of a store or a router costs no backup. */
export const usualPatience: Patience = { retries: 4, firstWaitMs: 500 };

/** Within the two seconds that an abort has. */
export const quickPatience: Patience = { retries: 4, firstWaitMs: 50 };

const longestWaitMs = 30_000;
/** A store may ask for so much more. */
const longestAskedMs = 60_000;

interface RepeatOptions {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly onRetry?: ((retry: UploadRetry) => void) | undefined;
}

/** Does work that can be done again, again, when it failed with what may go away; honours how long the store asks to wait. */
export function repeated<T>(
  work: (attempt: number) => Promise<T>,
  { patience, signal, onRetry }: RepeatOptions,
): Promise<T> {
  return pRetry(work, {
    retries: patience.retries,
    minTimeout: patience.firstWaitMs,
    maxTimeout: longestWaitMs,
    factor: 4,
    randomize: true,
    signal,
    shouldRetry: ({ error }) =>
      error instanceof StorageError && error.retriable && (error.retryAfterMs ?? 0) <= longestAskedMs,
    async onFailedAttempt({ error, attemptNumber, retriesLeft, retryDelay }) {
      if (!(error instanceof StorageError) || !error.retriable || retriesLeft === 0) return;
      onRetry?.({ attempt: attemptNumber, cause: error });
      const asked = Math.min(error.retryAfterMs ?? 0, longestAskedMs);
      if (asked > retryDelay) await delay(asked - retryDelay, undefined, { signal }).catch(() => undefined);
    },
  });
}
