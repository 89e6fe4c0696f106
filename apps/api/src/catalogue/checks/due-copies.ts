import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';

const day = 24 * 3600_000;

export interface CopiesToCheck {
  readonly copies: number;
  readonly bytes: number;
  /** Not read for longer than `everyDays`, or never and known for so long. */
  readonly due: number;
}

/** What lies at destinations, and how much of it is to be read again. */
export async function copiesToCheck(manager: EntityManager, everyDays: number, now: Date): Promise<CopiesToCheck> {
  const before = new Date(now.getTime() - everyDays * day);
  const row = await manager
    .createQueryBuilder(BackupCopy, 'c')
    .select('COUNT(*)', 'copies')
    .addSelect('COALESCE(SUM(c.size), 0)', 'bytes')
    .addSelect('COALESCE(SUM(CASE WHEN COALESCE(c.checkedAt, c.createdAt) < :before THEN 1 ELSE 0 END), 0)', 'due')
    .where("c.status = 'stored' AND c.destinationId IS NOT NULL")
    .setParameters({ before })
    .getRawOne<Record<'copies' | 'bytes' | 'due', number | string>>();
  return { copies: Number(row?.copies ?? 0), bytes: Number(row?.bytes ?? 0), due: Number(row?.due ?? 0) };
}
