import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import { isRefusal, type ClaimedCopy, type RefusedDestination, type RunError } from './claim';

/** Where a copy is to go. Null: the browser. */
interface CopyTarget {
  readonly id: string | null;
  readonly name: string;
  /** Nothing goes there, whatever the run does: why. */
  readonly refused?: RefusedDestination;
}

/** The copies that an attempt is to make. */
export async function addCopies(
  manager: EntityManager,
  backupId: string,
  attempt: number,
  destinations: readonly CopyTarget[],
  now: Date,
): Promise<void> {
  await manager.insert(
    BackupCopy,
    destinations.map(({ id, name, refused }) => ({
      id: randomUUID(),
      backupId,
      destinationId: id,
      destinationName: name,
      attempt,
      key: null,
      status: refused === undefined ? ('pending' as const) : ('failed' as const),
      uploadState: null,
      size: null,
      sha256: null,
      etag: null,
      versionId: null,
      storedAt: null,
      errorCode: refused?.code ?? null,
      errorText: refused?.text ?? null,
      retryAt: null,
      failures: 0,
      createdAt: now,
    })),
  );
}

export async function claimedCopies(manager: EntityManager, backupId: string, attempt: number): Promise<ClaimedCopy[]> {
  const copies = await manager.find(BackupCopy, {
    where: { backupId, attempt },
    order: { destinationName: 'ASC', id: 'ASC' },
  });
  return copies
    .filter(({ status }) => status === 'pending' || status === 'uploading')
    .map(({ id, destinationId, destinationName }) => ({ id, destinationId, name: destinationName }));
}

/** What isn't settled when an attempt ends has failed. What was begun is swept: see `sweep/`. */
export async function giveUpCopies(
  manager: EntityManager,
  backupId: string,
  attempt: number,
  error: RunError,
  now: Date,
): Promise<void> {
  const failed = { status: 'failed', errorCode: error.code, errorText: error.text } as const;
  await manager.update(BackupCopy, { backupId, attempt, status: 'pending' }, failed);
  await manager.update(BackupCopy, { backupId, attempt, status: 'uploading' }, { ...failed, retryAt: now });
}

/** The same destinations once more. */
export async function repeatCopies(
  manager: EntityManager,
  backupId: string,
  attempt: number,
  now: Date,
): Promise<void> {
  const before = await manager.find(BackupCopy, { where: { backupId, attempt: attempt - 1 } });
  const destinations = before
    .filter(({ status }) => status !== 'deleted')
    .map(({ destinationId, destinationName, errorCode, errorText }) => ({
      id: destinationId,
      name: destinationName,
      ...(isRefusal(errorCode) ? { refused: { code: errorCode, text: errorText ?? '' } } : {}),
    }));
  await addCopies(manager, backupId, attempt, destinations, now);
}
