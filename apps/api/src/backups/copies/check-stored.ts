import { StorageError, type Storage, type StoredObject } from '@stowbase/storage';
import { findArchive, type WantedArchive } from '../sweep/find-archive';
import { versionOf } from '../sweep/resolve-committing';

/**
 * Reads size and END again at the destination: a store that says "stored" may have kept something else.
 * @throws StorageError `damaged`; then what was stored is deleted again, if it can be
 */
export async function checkStored(to: Storage, wanted: WantedArchive, object: StoredObject): Promise<void> {
  const found = await findArchive(to, wanted);
  if (found.is === 'whole') return;
  // Whatever it says: the copy's row still knows what to sweep.
  await to.delete(wanted.key, versionOf(object)).catch(() => undefined);
  throw new StorageError(
    'damaged',
    'What the destination keeps is not what was written: its end was read again.',
    'Test the connection of the destination, then copy again.',
  );
}
