import type { Schedule } from './schedule.entity';
import { jitterOf } from './slots/jitter';
import { slotsOf } from './slots/slots';

/** The columns that say when a schedule is due next, from `effectiveFrom` on. */
export function nextDue(
  schedule: Pick<Schedule, 'id' | 'cron' | 'timeZone' | 'blackout' | 'jitterSeconds' | 'enabled' | 'effectiveFrom'>,
): Pick<Schedule, 'nextSlot' | 'dueAt'> {
  const slot = schedule.enabled ? slotsOf(schedule).next(schedule.effectiveFrom) : null;
  if (slot === null) return { nextSlot: null, dueAt: null };
  const dueAt = new Date(slot.at.getTime() + jitterOf(schedule.id, schedule.jitterSeconds));
  return { nextSlot: slot.at, dueAt };
}
