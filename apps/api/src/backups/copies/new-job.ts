import { randomUUID } from 'node:crypto';
import { In, Not, type EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { CopyJob, liveCopyJobStatuses } from '../copy-job.entity';
import { fail as failBackup } from '../records/backups.errors';
import { addCopies } from '../transitions/copies-of-attempt';
import type { NewRun } from '../transitions/claim';
import { keyLifeMs } from '../transitions/new-run';
import { fail } from './copies.errors';
import { keepLeftover } from './end-of-job';

/** What somebody asks for: a backup at one more destination, or where its copy is lacking. */
export interface NewCopy {
  readonly backupId: string;
  readonly destination: { readonly id: string; readonly name: string };
  readonly fromCopyId: string | null;
  readonly actor: Actor;
  /** Of the header Idempotency-Key: hashes, see `idempotency.ts`. */
  readonly idempotency?: NonNullable<NewRun['idempotency']>;
}

/**
 * The job that was made by the same request before; null: there is none.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED when the key was sent with another body
 */
export async function findRepeatedJob(
  manager: EntityManager,
  { idempotency }: NewCopy,
  now: Date,
): Promise<CopyJob | null> {
  if (idempotency === undefined) return null;
  const known = await manager.findOneBy(CopyJob, { requestId: idempotency.id });
  if (known === null) return null;
  if (known.createdAt.getTime() < now.getTime() - keyLifeMs) {
    await manager.update(CopyJob, { id: known.id }, { requestId: null, requestSha256: null });
    return null;
  }
  if (known.requestSha256 === idempotency.bodySha256) return known;
  throw failBackup('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was sent with another request before.', {
    nextStep: 'Send a new key with each new request.',
  });
}

/** @throws ApiError BACKUP_NOT_FOUND, BACKUP_DELETED, COPY_ACTIVE, COPY_EXISTS, COPY_SOURCE_MISSING */
export async function insertJob(manager: EntityManager, wanted: NewCopy, now: Date): Promise<CopyJob> {
  const { backupId, destination, fromCopyId, actor, idempotency } = wanted;
  const backup = await readable(manager, backupId);
  const live = await manager.findOneBy(CopyJob, {
    backupId,
    destinationId: destination.id,
    status: In([...liveCopyJobStatuses]),
  });
  if (live !== null) throw copyActive(live);
  const [source] = await sourcesOf(manager, backup, destination.id, fromCopyId);
  if (source === undefined || (fromCopyId !== null && source.id !== fromCopyId)) throw nothingToRead(fromCopyId);
  const { target, replaces } = await targetRow(manager, backup, destination, now);
  const job = manager.create(CopyJob, {
    ...{ id: randomUUID(), backupId, copyId: target.id, replaces },
    ...{ destinationId: destination.id, destinationName: destination.name, sourceCopyId: fromCopyId },
    ...{ status: 'queued', token: 0, retries: 0, interruptions: 0, leaseUntil: null, cancelRequested: false },
    ...{ requestedBy: actor.name.slice(0, 100), runAfter: now, createdAt: now, startedAt: null, finishedAt: null },
    ...{ requestId: idempotency?.id ?? null, requestSha256: idempotency?.bodySha256 ?? null },
    ...{ size: source.size ?? 0, storedBytes: 0, errorCode: null, errorText: null, errorNext: null },
  });
  await manager.insert(CopyJob, job);
  return job;
}

/** Stored copies of the backup's last attempt anywhere else, the named one first, then the one stored last. */
export async function sourcesOf(
  manager: EntityManager,
  { id: backupId, attempt }: Pick<Backup, 'id' | 'attempt'>,
  destinationId: string,
  firstId: string | null,
): Promise<BackupCopy[]> {
  const copies = await manager.find(BackupCopy, {
    where: { backupId, attempt, status: 'stored', destinationId: Not(destinationId) },
    order: { storedAt: 'DESC', id: 'ASC' },
  });
  return copies
    .filter(({ key, size, sha256 }) => key !== null && size !== null && sha256 !== null)
    .sort((a, b) => Number(b.id === firstId) - Number(a.id === firstId));
}

async function readable(manager: EntityManager, id: string): Promise<Backup> {
  const backup = await manager.findOneBy(Backup, { id });
  if (backup === null)
    throw failBackup('BACKUP_NOT_FOUND', 'There is no backup with this id.', {
      nextStep: 'Look it up in the list of backups.',
    });
  if (backup.deletedAt !== null)
    throw failBackup('BACKUP_DELETED', 'The backup was deleted.', { nextStep: 'Its record can only be read.' });
  if (backup.status === 'succeeded') return backup;
  throw fail('COPY_SOURCE_MISSING', 'Only a backup that has ended well can be copied.', {
    nextStep: 'Wait until it is complete, or take another one.',
  });
}

/** The copy's row as `pending`: the one that is there and lacks its file, else a new one. */
async function targetRow(
  manager: EntityManager,
  backup: Backup,
  destination: NewCopy['destination'],
  now: Date,
): Promise<{ target: Pick<BackupCopy, 'id'>; replaces: CopyJob['replaces'] }> {
  const { id: backupId, attempt } = backup;
  const where = { backupId, attempt, destinationId: destination.id };
  const row = await manager.findOneBy(BackupCopy, { ...where, status: Not('deleted') });
  if (row === null) {
    await addCopies(manager, backupId, attempt, [destination], now);
    return { target: await manager.findOneByOrFail(BackupCopy, { ...where, status: 'pending' }), replaces: null };
  }
  const { id, status } = row;
  if (status !== 'failed' && status !== 'missing' && status !== 'damaged') throw isThere(row);
  await keepLeftover(manager, row, now);
  const begun = { status: 'pending', uploadState: null, retryAt: null, failures: 0 } as const;
  const { affected } = await manager.update(BackupCopy, { id, status }, begun);
  if (affected !== 1) throw isThere(row);
  return { target: row, replaces: status };
}

export const copyActive = ({ id, destinationName, status }: CopyJob): Error =>
  fail('COPY_ACTIVE', `The backup is being copied to ${destinationName} already.`, {
    nextStep: 'Wait until that has ended, or cancel it.',
    more: { jobId: id, state: status },
  });

const isThere = ({ destinationName, status }: BackupCopy): Error =>
  fail(
    'COPY_EXISTS',
    status === 'delete_pending'
      ? `The backup's file at ${destinationName} is still to be deleted.`
      : `The backup is at ${destinationName} already.`,
    { nextStep: 'Choose another destination.', more: { state: status } },
  );

const nothingToRead = (fromCopyId: string | null): Error =>
  fromCopyId === null
    ? fail('COPY_SOURCE_MISSING', 'The backup is stored nowhere else: there is nothing to copy from.', {
        nextStep: 'Make a new backup to this destination.',
      })
    : fail('COPY_SOURCE_MISSING', 'The named copy is not a stored copy of this backup at another destination.', {
        field: 'fromCopyId',
        nextStep: 'Leave fromCopyId out, or name one whose status is stored.',
      });
