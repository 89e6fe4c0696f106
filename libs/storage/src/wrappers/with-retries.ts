import { setTimeout as delay } from 'node:timers/promises';
import type { Storage, StoredObject } from '../storage';
import { raceSignal } from '../race-signal';
import { StorageError } from '../storage-error';

export interface RetryOptions {
  /** How long to wait before the second attempt, the third …, milliseconds; as many attempts more as there are delays. */
  readonly delays?: readonly number[];
  /** Ends a wait. */
  readonly signal?: AbortSignal;
  /** Told of each failure after which it is tried again, before the wait. */
  readonly onRetry?: (failure: StorageError) => void;
  /** Waits so many milliseconds; rejects when the signal is aborted. */
  readonly wait?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

/** A store that asks for more patience than this gets its error handed on instead. Milliseconds. */
const longestWaitMs = 60_000;

const defaultWait = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  delay(milliseconds, undefined, { signal });

/**
 * Repeats `get`, `stat`, `list` and `delete` when the store can't be reached or asks us to wait. Uploads are never repeated: their
 * bytes are gone. A stream that breaks isn't either, nor a list that has already given keys.
 */
export function withRetries(storage: Storage, options: RetryOptions = {}): Storage {
  const { delays = [500, 2_000, 8_000], wait = defaultWait, signal } = options;

  /** Waits before the next attempt, or throws the cause. */
  async function patience(cause: unknown, attempt: number, alsoEndedBy?: AbortSignal): Promise<void> {
    const pause = delays[attempt];
    if (!(cause instanceof StorageError) || !cause.retriable || pause === undefined) throw cause;
    const asked = cause.retryAfterMs ?? 0;
    if (asked > longestWaitMs) throw cause;
    options.onRetry?.(cause);
    const signals = [signal, alsoEndedBy].filter((one) => one !== undefined);
    const either = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    const waited = wait(Math.max(pause, asked), either);
    await (either === undefined ? waited : raceSignal(waited, either));
  }

  async function repeated<T>(work: () => Promise<T>, alsoEndedBy?: AbortSignal): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work();
      } catch (cause) {
        await patience(cause, attempt, alsoEndedBy);
      }
    }
  }

  async function* list(prefix: string): AsyncGenerator<StoredObject> {
    for (let attempt = 0, given = 0; ; attempt += 1) {
      try {
        for await (const object of storage.list(prefix)) {
          given += 1;
          yield object;
        }
        return;
      } catch (cause) {
        if (given > 0) throw cause;
        await patience(cause, attempt);
      }
    }
  }

  return {
    create: (key, create) => storage.create(key, create),
    get: (key, get) => repeated(() => storage.get(key, get), get?.signal),
    stat: (key) => repeated(() => storage.stat(key)),
    list,
    delete: (key, version) => repeated(() => storage.delete(key, version)),
    sweep: (key, state) => storage.sweep(key, state),
    close: () => storage.close(),
    ...(storage.unfinished === undefined ? {} : { unfinished: storage.unfinished.bind(storage) }),
    ...(storage.usage === undefined ? {} : { usage: storage.usage.bind(storage) }),
    ...(storage.facts === undefined ? {} : { facts: storage.facts.bind(storage) }),
  };
}
