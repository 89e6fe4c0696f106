import type { DashboardDto } from '../../api/models/dashboard-dto';
import type { DashboardProjectDto } from '../../api/models/dashboard-project-dto';
import type { StateReasonDto } from '../../api/models/state-reason-dto';
import { distance, span } from '../../format/duration';

/** What stands below the verdict: a name in bold, and what is wrong with it; then when the last good backup was and when the next is due. */
export interface Lead {
  readonly name: string | null;
  /** Goes on after the name. */
  readonly why: string;
  readonly when: string;
}

export function leadOf({ verdict, projects }: DashboardDto, now: Date): Lead {
  const worst = projects.find(({ state }) => state === 'not_protected' || state === 'at_risk');
  const [reason] = worst?.reasons ?? [];
  const when = whenOf(verdict.lastGoodAt, verdict.nextRunAt, now);
  if (worst === undefined || reason === undefined) return { name: null, why: '', when };
  return { name: worst.name, why: whyOf(worst, reason, now), when };
}

/** Follows the project's name. */
export function whyOf(
  { lastGood }: DashboardProjectDto,
  { code, text, destinationId }: StateReasonDto,
  now: Date,
): string {
  switch (code) {
    case 'NO_GOOD_BACKUP':
      return $localize`has no good backup.`;
    case 'TOO_OLD':
    case 'LATE':
      return lastGood === null
        ? $localize`has no good backup.`
        : $localize`has had no good backup for ${span(new Date(lastGood.at), now)}.`;
    case 'LAST_RUN_MISSED':
    case 'LAST_RUN_FAILED':
      return $localize`could not be backed up: ${text}`;
    case 'GAPS':
      return $localize`has gaps in its last good backup.`;
    case 'COPY_MISSING': {
      const copy = lastGood?.copies.find((one) => one.destinationId === destinationId);
      return copy === undefined
        ? $localize`lacks a copy of its last good backup.`
        : $localize`has no copy of its last good backup at ${copy.name}.`;
    }
    case 'NO_BACKUP_YET':
      return $localize`has no backup yet.`;
    case 'SCHEDULES_OFF':
      return $localize`makes no backups: its schedules are off.`;
  }
}

function whenOf(lastGoodAt: string | null, nextRunAt: string | null, now: Date): string {
  if (lastGoodAt === null)
    return nextRunAt === null
      ? $localize`There is no good backup yet.`
      : $localize`There is no good backup yet, the next is due ${distance(now, new Date(nextRunAt))}.`;
  const last = distance(now, new Date(lastGoodAt));
  return nextRunAt === null
    ? $localize`Last good backup ${last}, none is scheduled.`
    : $localize`Last good backup ${last}, next ${distance(now, new Date(nextRunAt))}.`;
}
