import { readFields } from '../cron/fields';
import { timetable } from '../cron/timetable';
import { slotsOf, type SlotRule } from '../slots/slots';

const month = 30 * 24 * 3_600_000;
/** More are not counted one by one. */
const counted = 1_000;

/** How often a schedule runs in the 30 days from now. Changes of clocks aside; where windows leave more than 1000 runs, as if there were none. */
export function runsPerMonth(rule: SlotRule, now: Date): number {
  const until = new Date(now.getTime() + month);
  if (rule.blackout.length > 0) {
    const slots = slotsOf(rule);
    const runs = count((after) => slots.next(after)?.at ?? null, now, until, counted);
    if (runs < counted) return runs;
  }
  const fields = readFields(rule.cron);
  const minute = { ...fields.minute, text: '0', values: [0], hasStar: false };
  const days = timetable({ ...fields, minute, hour: minute }, 'UTC');
  return count((after) => days.next(after), now, until, 31) * fields.hour.values.length * fields.minute.values.length;
}

function count(next: (after: Date) => Date | null, from: Date, until: Date, most: number): number {
  let runs = 0;
  for (let at = next(from); at !== null && at <= until && runs < most; at = next(at)) runs += 1;
  return runs;
}
