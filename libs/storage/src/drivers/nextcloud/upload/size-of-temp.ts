import { placeOf } from '../../../http/network-error';
import { StorageError } from '../../../storage-error';
import { lookUp } from '../propfind';
import type { UploadTarget } from './upload-target';

/** Before anything becomes visible: a server that kept fewer bytes than it took is found. @throws StorageError `size-mismatch` */
export async function sizeOfTemp({ dav, key, temp }: UploadTarget, size: number): Promise<void> {
  const kept = (await lookUp(dav, temp, { key }))?.size ?? 0;
  if (kept !== size) throw fewerKept(key, size, kept, temp);
}

export const fewerKept = (key: string, size: number, kept: number, url: URL): StorageError =>
  new StorageError(
    'size-mismatch',
    `"${key}" should have ${size} bytes, but ${kept} are stored on ${placeOf(url)}.`,
    'Start the backup again; if it stays, the storage loses data: use another one.',
  );
