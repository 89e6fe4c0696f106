import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { UploadState } from '@stowbase/storage';
import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import type { Claim, CopyResult } from './claim';
import { changeCopy } from './run-changes';

/**
 * pending → uploading, or a new upload of a dump that started anew: then what the former left is kept for a sweep. Also while it is being
 * published: a store that has forgotten its session begins another one.
 */
export async function beginUpload(
  manager: EntityManager,
  claim: Claim,
  copyId: string,
  upload: { readonly key: string; readonly state: UploadState },
  now: Date,
): Promise<boolean> {
  const before = await manager.findOneBy(BackupCopy, { id: copyId });
  const begun = await changeCopy(manager, claim, copyId, ['running', 'committing'], {
    status: 'uploading',
    key: upload.key,
    uploadState: { ...upload.state },
  });
  if (begun && before !== null && before.uploadState !== null && !isSame(before, upload)) {
    await manager.insert(BackupCopy, { ...before, id: randomUUID(), status: 'deleted', retryAt: now });
  }
  return begun;
}

/** Told a second time, since the first answer was lost on its way: it is no other upload that it leaves behind. */
const isSame = (before: BackupCopy, { key, state }: { readonly key: string; readonly state: UploadState }): boolean =>
  before.status === 'uploading' && before.key === key && isDeepStrictEqual(before.uploadState, { ...state });

/** How long after a failed upload a sweep makes sure that nothing of it is left, milliseconds. */
const sweepAfterMs = 60_000;

/** Each copy alone. `stored` and `delivered` only behind the point of no return. */
export function settleCopy(
  manager: EntityManager,
  claim: Claim,
  copyId: string,
  result: CopyResult,
  now: Date,
): Promise<boolean> {
  switch (result.status) {
    case 'stored':
      return changeCopy(manager, claim, copyId, ['committing'], {
        status: 'stored',
        uploadState: null,
        size: result.object.size,
        sha256: result.sha256,
        etag: result.object.etag ?? null,
        versionId: result.object.versionId ?? null,
        objectLockedUntil: result.object.lockedUntil ?? null,
        storedAt: now,
        ...noError,
      });
    case 'delivered':
      return changeCopy(manager, claim, copyId, ['committing'], {
        status: 'delivered',
        uploadState: null,
        size: result.size,
        sha256: result.sha256,
        storedAt: now,
        ...noError,
      });
    case 'failed':
      return changeCopy(manager, claim, copyId, ['running', 'committing'], {
        status: 'failed',
        errorCode: result.code,
        errorText: result.text,
        retryAt: new Date(now.getTime() + sweepAfterMs),
      });
  }
}

const noError = { errorCode: null, errorText: null, retryAt: null } as const;
