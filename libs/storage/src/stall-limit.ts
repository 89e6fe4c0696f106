import { StorageError } from './storage-error';

/** No byte acknowledged for so long, while one is on its way: a destination is stalled. Milliseconds. */
export const stallMs = 120_000;

/** A last step (fsync, Complete, MOVE) may take so long. Milliseconds. */
export const lastStepMs = 15 * 60_000;

/**
 * The result of one small step, or `stalled` when it doesn't end in time. Only for steps of at most 256 KiB: a limit on a whole
 * `write` would fail links that are slow and healthy.
 */
export async function withinStallLimit<T>(step: Promise<T>, key: string, milliseconds = stallMs): Promise<T> {
  const { promise: stalled, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(stalledAt(key, milliseconds)), milliseconds);
  try {
    return await Promise.race([step, stalled]);
  } finally {
    clearTimeout(timer);
  }
}

const stalledAt = (key: string, milliseconds: number): StorageError =>
  new StorageError(
    'stalled',
    `Nothing of "${key}" was taken for ${milliseconds / 1000} seconds.`,
    'Check the connection to the storage, then start again.',
  );
