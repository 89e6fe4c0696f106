import { readFields } from '../../scheduler/cron/fields';
import { timetable, type Timetable } from '../../scheduler/cron/timetable';
import type { Channel } from '../records/channel.entity';

type Plan = Pick<Channel, 'digest' | 'digestHour' | 'digestWeekday' | 'timeZone'>;

const day = 24 * 3_600_000;

/** The last time a digest was due at or before `now`, and the one before that. */
export interface DigestSlot {
  readonly from: Date;
  readonly at: Date;
}

/** By the clock on the wall of the channel's zone, once on each of its days whatever the clocks do there. Null: none is wanted. */
export function lastSlot(plan: Plan, now: Date): DigestSlot | null {
  const times = timesOf(plan);
  if (times === null) return null;
  // Far enough back for two of any rhythm.
  let from: Date | null = null;
  let at = times.next(new Date(now.getTime() - 16 * day));
  while (at !== null) {
    const next = times.next(at);
    if (next === null || next > now) break;
    from = at;
    at = next;
  }
  return at === null || from === null ? null : { from, at };
}

/** Null: none is wanted. */
export const nextSlot = (plan: Plan, now: Date): Date | null => timesOf(plan)?.next(now) ?? null;

function timesOf({ digest, digestHour, digestWeekday, timeZone }: Plan): Timetable | null {
  switch (digest) {
    case 'off':
      return null;
    case 'daily':
      return timetable(readFields(`0 ${digestHour} * * *`), timeZone);
    case 'weekly':
      return timetable(readFields(`0 ${digestHour} * * ${digestWeekday % 7}`), timeZone);
  }
}
