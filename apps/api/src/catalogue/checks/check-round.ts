import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { engine } from '../../database/column-types';
import { Database } from '../../database/database';
import { Check } from '../check.entity';
import { newCheck } from './new-check';
import { readCheckSettings, type CheckSettings } from './check-settings';
import { copiesToCheck } from './due-copies';

const dayMs = 24 * 3600_000;
/** Of `pg_advisory_xact_lock`: two processes must not choose at the same time. */
const chooseLock = 7_369_011;
/** Chosen in one transaction. */
const mostAtOnce = 200;

/** Chooses what is read again today: so much that each copy has its turn in `everyDays`, the longest not read first. */
@Injectable()
export class CheckRound {
  constructor(private readonly database: Database) {}

  /** Can be called as often as one likes: what today's share is, is chosen once. @returns how many were chosen now */
  choose(now: Date): Promise<number> {
    return this.database.write(async (manager) => {
      if (engine === 'postgres') await manager.query('SELECT pg_advisory_xact_lock($1)', [chooseLock]);
      const settings = await readCheckSettings(manager);
      if (!settings.enabled) return 0;
      const { everyDays } = settings;
      const { copies, due } = await copiesToCheck(manager, everyDays - 1, now);
      const today = await chosenToday(manager, now);
      const wanted = Math.min(shareOf(copies, due, everyDays, now) - today.count, mostAtOnce);
      if (wanted <= 0) return 0;
      const chosen = within(await longestNotRead(manager, wanted, now), settings, today);
      for (const copy of chosen) await manager.insert(Check, newCheck(copy, { level: 1, requestedBy: null, now }));
      return chosen.length;
    });
  }
}

/**
 * How many have their turn on the day of `now`: over `everyDays` days their sum is `copies`, also for few copies. Those that are late (the
 * service was off) are added, but never a whole bucket at once.
 */
export function shareOf(copies: number, late: number, everyDays: number, now: Date): number {
  const day = Math.floor(now.getTime() / dayMs);
  const upTo = (days: number): number => Math.floor((copies * days) / everyDays);
  const share = upTo(day + 1) - upTo(day);
  return Math.max(share, Math.min(late, Math.max(10, 3 * Math.ceil(copies / everyDays))));
}

interface Today {
  readonly count: number;
  readonly bytes: number;
}

/** What could not be read is chosen again tomorrow, and others in its place today. */
async function chosenToday(manager: EntityManager, now: Date): Promise<Today> {
  const since = new Date(Math.floor(now.getTime() / dayMs) * dayMs);
  const row = await manager
    .createQueryBuilder(Check, 'c')
    .select('COUNT(*)', 'count')
    .addSelect('COALESCE(SUM(c.size), 0)', 'bytes')
    .where("c.createdAt >= :since AND c.requestedBy IS NULL AND c.status <> 'failed'", { since })
    .getRawOne<Record<keyof Today, number | string>>();
  return { count: Number(row?.count ?? 0), bytes: Number(row?.bytes ?? 0) };
}

function longestNotRead(manager: EntityManager, limit: number, now: Date): Promise<BackupCopy[]> {
  return manager
    .createQueryBuilder(BackupCopy, 'c')
    .where("c.status = 'stored' AND c.destinationId IS NOT NULL AND c.key IS NOT NULL")
    .andWhere('NOT EXISTS (SELECT 1 FROM checks k WHERE k.copy_id = c.id AND k.created_at > :since)', {
      since: new Date(now.getTime() - dayMs),
    })
    .andWhere("NOT EXISTS (SELECT 1 FROM checks k WHERE k.copy_id = c.id AND k.status IN ('queued', 'running'))")
    .orderBy('COALESCE(c.checked_at, c.created_at)', 'ASC')
    .addOrderBy('c.id', 'ASC')
    .limit(limit)
    .getMany();
}

/** One that is larger than the whole limit has its day alone, else it would never be read. */
function within(copies: readonly BackupCopy[], { mostBytesPerDay }: CheckSettings, today: Today): BackupCopy[] {
  if (mostBytesPerDay === null) return [...copies];
  let { bytes } = today;
  let isFirst = today.count === 0;
  return copies.filter(({ size }) => {
    const fits = isFirst || bytes + (size ?? 0) <= mostBytesPerDay;
    if (fits) bytes += size ?? 0;
    if (fits) isFirst = false;
    return fits;
  });
}
