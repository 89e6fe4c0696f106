import { StorageError, type Storage } from '@stowbase/storage';
import type { OpenStorage } from '../../backups/sweep/open-storage';

/** What a store's clock and ours may differ by, milliseconds, for anything to be deleted there. */
export const mostSkewMs = 10 * 60_000;

/**
 * The store's time minus ours, milliseconds; null: it doesn't tell.
 * @param key of an object there: some stores tell their time with every reply, and with nothing else
 * @param now ours: the database's, by which copies are judged
 * @throws StorageError when it can't be asked
 */
export async function skewOf(
  open: OpenStorage,
  destinationId: string,
  key: string,
  now: () => Promise<Date>,
): Promise<number | null> {
  const storage = await open(destinationId);
  try {
    if (storage.facts === undefined) return null;
    await ask(storage, key);
    const { clockSkewMs } = await storage.facts();
    return clockSkewMs === null ? null : Date.now() + clockSkewMs - (await now()).getTime();
  } finally {
    await storage.close();
  }
}

async function ask(storage: Storage, key: string): Promise<void> {
  try {
    await storage.stat(key);
  } catch (error) {
    if (!(error instanceof StorageError) || error.kind !== 'not-found') throw error;
  }
}
