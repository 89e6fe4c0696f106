import { setTimeout as delay } from 'node:timers/promises';
import { cancelled, StorageError } from '../../storage-error';

export interface Patience {
  /** Before the second attempt, the third …, milliseconds. */
  readonly delays: readonly number[];
  readonly signal: AbortSignal;
}

/** A store that asks for more patience than this gets no more of it. Milliseconds. */
const longestWaitMs = 120_000;

/** Waits before the next attempt, or throws the cause: it doesn't go away by itself, or did not for too long. */
export async function patience(cause: unknown, failures: number, { delays, signal }: Patience): Promise<void> {
  const pause = delays[failures];
  if (!(cause instanceof StorageError) || !cause.retriable || pause === undefined) throw cause;
  const asked = cause.retryAfterMs ?? 0;
  if (asked > longestWaitMs) throw cause;
  try {
    // Half of it by chance, so that several don't come back together.
    await delay(Math.max(asked, pause * (0.5 + Math.random() / 2)), undefined, { signal });
  } catch {
    throw cancelled(signal.reason);
  }
}

/** For the steps of an upload that may be repeated as they are. */
export async function patiently<T>(work: () => Promise<T>, options: Patience): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await work();
    } catch (cause) {
      await patience(cause, failures, options);
    }
  }
}
