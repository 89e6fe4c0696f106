import { ContentDigest, type Storage, type StoredObject } from '@stowbase/storage';
import type { Backup } from '../backup.entity';
import type { CopyJob } from '../copy-job.entity';
import { findArchive } from '../sweep/find-archive';
import { versionOf } from '../sweep/resolve-committing';
import { OtherBytes, readSource, SourceFailed, type WantedContent } from './read-source';

export interface WantedPlace {
  readonly job: Pick<CopyJob, 'replaces'>;
  readonly backup: Pick<Backup, 'id' | 'attempt'>;
  readonly wanted: WantedContent;
  readonly signal: AbortSignal;
}

export interface PlaceHooks {
  /** @throws SourceFailed when what is to take the place isn't whole */
  proveSource(): Promise<void>;
  /** @throws ApiError when nothing is deleted at the destination */
  demandDeletes(): Promise<void>;
  /** The damaged copy is gone. False: the claim is lost. */
  replaced(): Promise<boolean>;
}

/**
 * Makes the key free, whose name only this backup's archive can have. What lies there already and is whole is kept: its SHA-256 is read
 * and compared. Null: the key is free.
 * @throws StorageError, ApiError
 */
export async function placeFor(
  to: Storage,
  { job, backup, wanted, signal }: WantedPlace,
  hooks: PlaceHooks,
): Promise<StoredObject | null> {
  const found = await findArchive(to, { ...wanted, backupId: backup.id, attempt: backup.attempt });
  const isDamaged = job.replaces === 'damaged';
  if (found.is === 'absent') {
    if (isDamaged) await hooks.replaced();
    return null;
  }
  if (!isDamaged && found.is === 'whole' && (await isSame(to, wanted, signal))) return found.object;
  await hooks.demandDeletes();
  // Even a damaged archive may be the last that can be salvaged.
  await hooks.proveSource();
  await to.delete(wanted.key, versionOf(found.object));
  if (isDamaged) await hooks.replaced();
  return null;
}

async function isSame(to: Storage, wanted: WantedContent, signal: AbortSignal): Promise<boolean> {
  try {
    await proveWhole(to, wanted, signal);
    return true;
  } catch (error) {
    if (!(error instanceof SourceFailed)) throw error;
    // A failure to read says nothing of the bytes there, whatever its kind: they stay.
    if (error.cause instanceof OtherBytes) return false;
    throw error.cause;
  }
}

/** Reads all of it. @throws SourceFailed when it isn't what was recorded, or can't be read */
export function proveWhole(storage: Storage, wanted: WantedContent, signal: AbortSignal): Promise<void> {
  const digest = new ContentDigest();
  return readSource(storage, wanted, { digest, signal }, (chunk) => Promise.resolve(digest.add(chunk)));
}
