import type { Backup } from '../backups/backup.entity';
import type { ShownStatus } from '../backups/records/shown-status';
import { toOptionsDto } from '../projects/project.mapper';
import type { ScheduleDto } from './schedule.dto';
import type { Schedule } from './schedule.entity';

/** What became of its slots. */
export interface ScheduleHistory {
  readonly lastRun: (Pick<Backup, 'id' | 'status' | 'createdAt'> & { readonly shownStatus: ShownStatus }) | null;
  readonly missedCount: number;
}

export function toScheduleDto(schedule: Schedule, projectName: string, history: ScheduleHistory): ScheduleDto {
  const { id, name, projectId, destinationIds, type, options, cron, timeZone, jitterSeconds, blackout } = schedule;
  const { graceSeconds, overlap, maxRunSeconds, retention, plan, quotaBytes, enabled, nextSlot, dueAt } = schedule;
  const { waitingSlot, version, createdAt, updatedAt } = schedule;
  const { lastRun, missedCount } = history;
  return {
    id,
    name,
    projectId,
    projectName,
    destinationIds,
    type,
    options: toOptionsDto(options),
    cron,
    timeZone,
    jitterSeconds,
    blackout: blackout.map(({ from, to, days }) => ({ from, to, days: [...days] })),
    graceSeconds,
    overlap,
    maxRunMinutes: maxRunSeconds === null ? null : Math.round(maxRunSeconds / 60),
    retention,
    plan,
    quotaBytes,
    enabled,
    nextSlot,
    dueAt,
    waitingSlot,
    lastRun: lastRun && {
      backupId: lastRun.id,
      status: lastRun.status,
      shownStatus: lastRun.shownStatus,
      createdAt: lastRun.createdAt,
    },
    missedCount,
    version,
    createdAt,
    updatedAt,
  };
}
