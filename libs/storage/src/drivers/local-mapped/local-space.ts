import { statfs } from 'node:fs/promises';
import type { StorageUsage } from '../../storage';
import { StorageError } from '../../storage-error';
import { diskFull } from './file-error';
import type { OpenFolder } from './open-folder';
import { usedBytes } from './used-bytes';

/** Bytes used by the destination, and free for it: on the disk, and below its own limit. */
export async function localUsage(folder: OpenFolder, maxSize: number | undefined): Promise<Required<StorageUsage>> {
  const used = await usedBytes(folder);
  const onDisk = await freeOnDisk(folder);
  return { used, free: maxSize === undefined ? onDisk : Math.max(0, Math.min(onDisk, maxSize - used)) };
}

/**
 * Looks before an upload starts whether it can fit. Returns how many bytes the destination's own limit leaves.
 * @throws StorageError `quota`.
 */
export async function allowanceFor(
  key: string,
  folder: OpenFolder,
  { sizeHint = 0, maxSize }: { readonly sizeHint?: number | undefined; readonly maxSize?: number | undefined },
): Promise<number> {
  if (sizeHint > (await freeOnDisk(folder))) throw diskFull(key);
  const allowance = maxSize === undefined ? Number.MAX_SAFE_INTEGER : maxSize - (await usedBytes(folder));
  if (sizeHint > allowance) throw overLimit(key);
  return allowance;
}

export function overLimit(key: string): StorageError {
  return new StorageError(
    'quota',
    `"${key}" does not fit: this destination may not become larger.`,
    'Raise its largest size, or delete backups there.',
    { field: 'maxSize' },
  );
}

/** What a user without special rights may still write (`bavail`). */
async function freeOnDisk(folder: OpenFolder): Promise<number> {
  const { bavail, bsize } = await statfs(folder.at('.'));
  return bavail * bsize;
}
