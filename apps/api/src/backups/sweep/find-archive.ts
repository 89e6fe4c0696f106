import { ArchiveError, openArchive } from '@stowbase/archive';
import { StorageError, type Storage, type StoredObject } from '@stowbase/storage';
import { storageSource } from './storage-source';

export interface WantedArchive {
  readonly key: string;
  readonly backupId: string;
  readonly attempt: number;
  /** Bytes. */
  readonly size: number | null;
}

export type FoundArchive =
  | { readonly is: 'absent' }
  /** END is valid, and it is this backup's, this attempt's, of the right size. */
  | { readonly is: 'whole'; readonly object: StoredObject }
  | { readonly is: 'other'; readonly object: StoredObject };

/** What lies at an attempt's key. @throws StorageError when the store can't tell */
export async function findArchive(storage: Storage, wanted: WantedArchive): Promise<FoundArchive> {
  const object = await storage.stat(wanted.key).catch((error: unknown) => {
    if (error instanceof StorageError && error.kind === 'not-found') return null;
    throw error;
  });
  if (object === null) return { is: 'absent' };
  const isWhole = object.size === wanted.size && (await isArchiveOf(storage, object, wanted));
  return { is: isWhole ? 'whole' : 'other', object };
}

async function isArchiveOf(storage: Storage, object: StoredObject, wanted: WantedArchive): Promise<boolean> {
  try {
    const archive = await openArchive(storageSource(storage, object));
    const { backupId, attempt } = archive.manifest;
    await archive.close();
    return backupId === wanted.backupId && attempt === wanted.attempt;
  } catch (error) {
    // The store's trouble is no verdict about the archive.
    if (error instanceof ArchiveError && !(error.cause instanceof StorageError)) return false;
    throw error;
  }
}
