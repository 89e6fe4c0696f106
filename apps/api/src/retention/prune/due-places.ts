import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { Backup } from '../../backups/backup.entity';

/** A project at a destination where a backup of it was stored since retention looked there. */
export interface DuePlace {
  readonly destinationId: string;
  readonly projectId: string;
}

/** The first one after another; null: no more. Found by an index that has nothing but what is due. */
export async function nextDue(manager: EntityManager, after: DuePlace | null): Promise<DuePlace | null> {
  const query = manager
    .createQueryBuilder(BackupCopy, 'c')
    .select('c.destinationId', 'destinationId')
    .addSelect('b.projectId', 'projectId')
    .innerJoin(Backup, 'b', 'b.id = c.backupId')
    .where("c.status = 'stored' AND c.prunedAt IS NULL AND c.destinationId IS NOT NULL AND b.status = 'succeeded'");
  if (after !== null)
    query.andWhere('(c.destinationId, b.projectId) > (:destinationId, :projectId)', {
      destinationId: after.destinationId,
      projectId: after.projectId,
    });
  const place = await query
    .orderBy('c.destinationId', 'ASC')
    .addOrderBy('b.projectId', 'ASC')
    .limit(1)
    .getRawOne<DuePlace>();
  return place ?? null;
}
