import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { isGoodBackup, isUnread } from './is-good';
import { latestBelievable } from './latest-believable';

const pageSize = 50;

/**
 * Nothing good of its project would be left without it. Of one that holds everything: nothing that holds everything, since only that makes a
 * project protected. In a transaction after `lockProject`: another one may be deleted at this moment.
 * @param now the database's time: one that is dated in the future is no comfort
 */
export async function isLastGood(manager: EntityManager, backup: Backup, now: Date): Promise<boolean> {
  // One that may be good is asked about like one that is; what else there is has to be known for good.
  if (!(isGoodBackup(backup) || isUnread(backup)) || !(await liesSomewhere(manager, backup))) return false;
  for (let offset = 0; ; offset += pageSize) {
    const page = await manager
      .createQueryBuilder(Backup, 'b')
      .select(['b.id', 'b.status', 'b.gaps'])
      .where("b.projectId = :projectId AND b.status = 'succeeded' AND b.deletedAt IS NULL AND b.id <> :id", backup)
      .andWhere(backup.type === 'full' ? "b.type = 'full'" : '1 = 1')
      .andWhere(
        "EXISTS (SELECT 1 FROM backup_copies c WHERE c.backup_id = b.id AND c.attempt = b.attempt AND c.status = 'stored')",
      )
      .andWhere('b.createdAt <= :latest AND (b.snapshotTime IS NULL OR b.snapshotTime <= :latest)', {
        latest: latestBelievable(now),
      })
      .orderBy('b.createdAt', 'DESC')
      .addOrderBy('b.id', 'DESC')
      .offset(offset)
      .limit(pageSize)
      .getMany();
    if (page.some(isGoodBackup)) return false;
    if (page.length < pageSize) return true;
  }
}

const liesSomewhere = (manager: EntityManager, { id: backupId, attempt }: Backup): Promise<boolean> =>
  manager.existsBy(BackupCopy, { backupId, attempt, status: 'stored' });
