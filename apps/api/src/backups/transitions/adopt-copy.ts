import type { StoredObject } from '@stowbase/storage';
import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';

/**
 * failed → stored, for an archive that is at its destination all the same: only of a succeeded run's own attempt, not of one that was
 * cancelled or deleted, and only when the run has no stored copy there.
 */
export async function adoptCopy(
  manager: EntityManager,
  copy: Pick<BackupCopy, 'id' | 'backupId' | 'attempt' | 'destinationId'>,
  object: StoredObject,
  sha256: string | null,
): Promise<boolean> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(BackupCopy)
    .set({
      status: 'stored',
      size: object.size,
      sha256,
      etag: object.etag ?? null,
      versionId: object.versionId ?? null,
      objectLockedUntil: object.lockedUntil ?? null,
      storedAt: object.modified,
      uploadState: null,
      retryAt: null,
      errorCode: null,
      errorText: null,
    })
    .where("id = :id AND status = 'failed'", { id: copy.id })
    .andWhere(
      `EXISTS (SELECT 1 FROM backups r WHERE r.id = :backupId AND r.attempt = :attempt AND r.status = 'succeeded' AND r.deleted_at IS NULL)`,
      { backupId: copy.backupId, attempt: copy.attempt },
    )
    .andWhere(
      `NOT EXISTS (SELECT 1 FROM backup_copies o WHERE o.backup_id = :backupId AND o.storage_destination_id = :destinationId AND o.status = 'stored')`,
      { destinationId: copy.destinationId },
    )
    .execute();
  return affected === 1;
}
