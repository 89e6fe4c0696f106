import type { EntityManager } from 'typeorm';
import { Backup } from '../../backups/backup.entity';
import { latestBelievable } from '../../backups/good/latest-believable';

export type EarlierEnd = Pick<Backup, 'id' | 'status' | 'gaps' | 'type' | 'rawBytes' | 'createdAt'>;

type Run = Pick<Backup, 'id' | 'projectId' | 'createdAt'>;

/** So far back it is looked. */
const most = 20;

/** The runs of the project that ended before, the newest first; cancelled ones aside. */
export function earlierEnds(manager: EntityManager, { id, projectId, createdAt }: Run): Promise<EarlierEnd[]> {
  return manager
    .createQueryBuilder(Backup, 'b')
    .select(['b.id', 'b.status', 'b.gaps', 'b.type', 'b.rawBytes', 'b.createdAt'])
    .where('b.projectId = :projectId AND b.createdAt <= :createdAt AND b.id <> :id', { projectId, createdAt, id })
    .andWhere("b.status IN ('succeeded', 'failed', 'interrupted', 'missed')")
    .orderBy('b.createdAt', 'DESC')
    .addOrderBy('b.id', 'DESC')
    .limit(most)
    .getMany();
}

/** When the newest good backup before this run that lies somewhere was made, ISO 8601; null: there is none. */
export async function lastGoodAt(manager: EntityManager, { id, projectId, createdAt }: Run): Promise<string | null> {
  const row = await manager
    .createQueryBuilder(Backup, 'b')
    .select(['b.id', 'b.snapshotTime', 'b.startedAt', 'b.createdAt'])
    .where("b.projectId = :projectId AND b.id <> :id AND b.status = 'succeeded'", { projectId, id })
    .andWhere("b.type = 'full' AND b.deletedAt IS NULL")
    .andWhere('b.createdAt <= :latest AND (b.snapshotTime IS NULL OR b.snapshotTime <= :latest)', {
      latest: latestBelievable(createdAt),
    })
    .andWhere("EXISTS (SELECT 1 FROM backup_copies c WHERE c.backup_id = b.id AND c.status = 'stored')")
    .orderBy('b.createdAt', 'DESC')
    .addOrderBy('b.id', 'DESC')
    .limit(1)
    .getOne();
  return row === null ? null : (row.snapshotTime ?? row.startedAt ?? row.createdAt).toISOString();
}
