import type { EntityManager, ObjectLiteral, UpdateQueryBuilder } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import { Backup, type BackupStatus } from '../backup.entity';
import type { Claim } from './claim';

type Values<T extends ObjectLiteral> = Parameters<UpdateQueryBuilder<T>['set']>[0];

/** What a run must still be for a change to happen: the fence. */
export interface Expected {
  readonly id: string;
  readonly status: BackupStatus;
  readonly token: number;
  readonly cancelRequested?: boolean;
  /** Only when nobody's lease holds at this instant. */
  readonly leaseOverAt?: Date;
}

/** One UPDATE with the old state and the token in its WHERE. False: the run is no longer that, and nothing was changed. */
export async function changeRun(
  manager: EntityManager,
  { id, status, token, cancelRequested, leaseOverAt }: Expected,
  values: Values<Backup>,
  condition = '1 = 1',
): Promise<boolean> {
  const query = manager
    .createQueryBuilder()
    .update(Backup)
    .set(values)
    .where(`id = :id AND token = :token AND status = :status AND ${condition}`, { id, token, status });
  if (cancelRequested !== undefined) query.andWhere('cancel_requested = :cancelRequested', { cancelRequested });
  if (leaseOverAt !== undefined) query.andWhere('lease_until < :leaseOverAt', { leaseOverAt });
  return (await query.execute()).affected === 1;
}

/** One UPDATE of one copy of the claim's attempt, only while the run has the claim's token and one of these states. */
export async function changeCopy(
  manager: EntityManager,
  claim: Pick<Claim, 'backupId' | 'token' | 'attempt'>,
  copyId: string,
  runStatuses: readonly BackupStatus[],
  values: Values<BackupCopy>,
): Promise<boolean> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(BackupCopy)
    .set(values)
    .where('id = :copyId AND backup_id = :backupId AND attempt = :attempt', {
      copyId,
      backupId: claim.backupId,
      attempt: claim.attempt,
    })
    .andWhere("status IN ('pending', 'uploading')")
    .andWhere(
      'EXISTS (SELECT 1 FROM backups r WHERE r.id = :backupId AND r.token = :token AND r.status IN (:...runStatuses))',
      { token: claim.token, runStatuses },
    )
    .execute();
  return affected === 1;
}

const copyOfRun = 'SELECT 1 FROM backup_copies c WHERE c.backup_id = backups.id AND c.attempt = backups.attempt';

/** Conditions on a run's copies of its last attempt, for {@link changeRun}. */
export const hasCopyThere = `EXISTS (${copyOfRun} AND c.status IN ('stored', 'delivered'))`;
export const allCopiesSettled = `NOT EXISTS (${copyOfRun} AND c.status IN ('pending', 'uploading'))`;
