import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { Backup } from '../../backups/backup.entity';
import { isGoodBackup, isProven } from '../../backups/good/is-good';

/** Backups looked at at once, until a good one is among them. */
const pageSize = 20;

/**
 * Ids of copies that are the only stored one, over all destinations, of the newest good backup of the project: of everything, since only that
 * makes a project protected, and of any type. None where such a backup is proven to lie at two places.
 */
export async function lastOfNewest(manager: EntityManager, projectId: string, now: Date): Promise<Set<string>> {
  const found = new Set<string>();
  for (const onlyFull of [true, false]) {
    const newest = await newestGood(manager, projectId, onlyFull, now);
    if (newest === null) continue;
    const copies = await manager.find(BackupCopy, {
      select: { id: true, sha256: true, checkedAt: true },
      where: { backupId: newest.id, attempt: newest.attempt, status: 'stored' },
    });
    const proven = copies.filter(isProven);
    // Where none is proven nobody knows which of them is one: all stay.
    if (proven.length <= 1) (proven.length === 1 ? proven : copies).forEach(({ id }) => found.add(id));
  }
  return found;
}

async function newestGood(
  manager: EntityManager,
  projectId: string,
  onlyFull: boolean,
  now: Date,
): Promise<Backup | null> {
  // As the index backups_newest has it.
  const moment = 'COALESCE(b.snapshot_time, b.started_at, b.created_at)';
  for (let offset = 0; ; offset += pageSize) {
    const page = await manager
      .createQueryBuilder(Backup, 'b')
      .select(['b.id', 'b.attempt', 'b.status', 'b.gaps'])
      .addSelect(moment, 'moment')
      .where("b.projectId = :projectId AND b.status = 'succeeded' AND b.deletedAt IS NULL", { projectId })
      .andWhere(onlyFull ? "b.type = 'full'" : '1 = 1')
      .andWhere(`${moment} <= :now`, { now })
      .andWhere(
        "EXISTS (SELECT 1 FROM backup_copies c WHERE c.backup_id = b.id AND c.attempt = b.attempt AND c.status = 'stored')",
      )
      .orderBy('moment', 'DESC')
      .addOrderBy('b.id', 'ASC')
      .offset(offset)
      .limit(pageSize)
      .getMany();
    const good = page.find(isGoodBackup);
    if (good !== undefined) return good;
    if (page.length < pageSize) return null;
  }
}
