import { In, type EntityManager } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import { Backup, liveStatuses } from '../backup.entity';
import { fail } from '../records/backups.errors';
import { keptThere } from '../sweep/keeps-everything';

/**
 * Marks an ended backup as deleted and its copies to be deleted; the row and its status stay.
 * @param keptAt destinations from which nothing is deleted: what lies there is forgotten
 * @throws ApiError BACKUP_NOT_FOUND, BACKUP_LIVE, BACKUP_LOCKED, BACKUP_IN_USE
 */
export async function markDeleted(
  manager: EntityManager,
  id: string,
  now: Date,
  keptAt: readonly string[] = [],
): Promise<Backup> {
  const row = await manager.findOneBy(Backup, { id });
  if (row === null) throw fail('BACKUP_NOT_FOUND', 'There is no backup with this id.');
  if (row.deletedAt !== null) return row;
  const { affected } = await manager
    .createQueryBuilder()
    .update(Backup)
    .set({ deletedAt: now })
    .where("id = :id AND deleted_at IS NULL AND locked = false AND status NOT IN ('queued', 'running', 'committing')", {
      id,
    })
    .andWhere(`NOT EXISTS (${leaseOfBackup})`, { now })
    .andWhere(`NOT EXISTS (${copyUnderWay})`)
    .execute();
  if (affected !== 1) throw refusal(row);
  if (keptAt.length > 0) {
    const kept = { backupId: id, destinationId: In([...keptAt]), status: In(['stored', 'damaged']) } as const;
    await manager.update(BackupCopy, kept, { status: 'deleted', retryAt: null, ...keptThere });
  }
  await manager
    .createQueryBuilder()
    .update(BackupCopy)
    .set({ status: 'delete_pending', retryAt: null, failures: 0 })
    .where("backup_id = :id AND status IN ('stored', 'damaged')", { id })
    .execute();
  // What isn't there needs no deleting; were it to come back, a reconcile would find it.
  await manager.update(BackupCopy, { backupId: id, status: 'missing' }, { status: 'deleted' });
  return { ...row, deletedAt: now };
}

/** With its last copy a backup is gone, whatever deleted that. */
export async function markEmptied(manager: EntityManager, id: string, now: Date): Promise<void> {
  await manager
    .createQueryBuilder()
    .update(Backup)
    .set({ deletedAt: now })
    .where("id = :id AND deleted_at IS NULL AND status = 'succeeded'", { id })
    .andWhere(
      `NOT EXISTS (SELECT 1 FROM backup_copies c WHERE c.backup_id = backups.id AND c.status NOT IN ('failed', 'deleted'))`,
    )
    .execute();
}

const leaseOfBackup =
  'SELECT 1 FROM copy_leases l JOIN backup_copies c ON c.id = l.copy_id WHERE c.backup_id = backups.id AND l.until > :now';

const copyUnderWay =
  "SELECT 1 FROM copy_jobs j WHERE j.backup_id = backups.id AND j.status IN ('queued', 'running', 'committing')";

function refusal({ status, locked }: Backup): Error {
  if (liveStatuses.includes(status)) {
    return fail('BACKUP_LIVE', `The backup is ${status}.`, {
      nextStep: 'Cancel it first, then delete it.',
      more: { state: status },
    });
  }
  if (locked) return fail('BACKUP_LOCKED', 'The backup is locked.', { nextStep: 'Unlock it first.' });
  return fail('BACKUP_IN_USE', 'A copy of the backup is being downloaded, copied, verified or restored.', {
    nextStep: 'Wait until that has ended, or cancel it.',
  });
}
