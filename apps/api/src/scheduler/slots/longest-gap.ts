import { readFields, type CronFields } from '../cron/fields';
import { timetable } from '../cron/timetable';
import { slotsOf, type SlotRule } from './slots';

const hourMs = 3_600_000;
const dayHours = 24;

/** By rule: it is asked for on every look at the dashboard, and changes with the rule only. */
const known = new Map<string, number>();
const mostKnown = 2_000;

/** Hours from one slot to the next one at most. Changes of clocks aside. */
export function longestGapHours(rule: SlotRule): number {
  const key = JSON.stringify([rule.cron, rule.blackout, rule.blackout.length === 0 ? null : rule.timeZone]);
  const found = known.get(key) ?? computed(rule);
  known.set(key, found);
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  return found;
}

function computed(rule: SlotRule): number {
  const byRule = longestByRule(readFields(rule.cron));
  return rule.blackout.length === 0 ? byRule : Math.max(byRule, longestSeen(rule));
}

/** By the calendar: the longest way from the last time of one day to the first of the next one that is named, or within a day. */
function longestByRule(fields: CronFields): number {
  const times = fields.hour.values.flatMap((hour) => fields.minute.values.map((minute) => hour * 60 + minute));
  const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0));
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const overnight = daysApart(fields) * dayHours * 60 - last + first;
  return Math.max(overnight, ...gaps) / 60;
}

/** By the fields that name days: a thousand schedules name few different ones. */
const knownDays = new Map<string, number>();

function daysApart(fields: CronFields): number {
  const key = [fields.day, fields.month, fields.weekday].map(({ text }) => text).join(' ');
  if (key === '* * *') return 1;
  const days = knownDays.get(key) ?? longestWayBetweenDays(fields);
  if (knownDays.size >= mostKnown) knownDays.clear();
  knownDays.set(key, days);
  return days;
}

/** Days from one named day to the next at most: of forty, and of four hundred days. */
function longestWayBetweenDays(fields: CronFields): number {
  const midnight = { text: '0', hasStar: false, values: [0], isSpecial: false };
  const days = timetable({ ...fields, minute: midnight, hour: midnight }, 'UTC');
  let at = days.next(new Date(0));
  let longest = 1;
  for (let n = 0; at !== null && (n < 40 || at.getTime() < 400 * dayHours * hourMs); n += 1) {
    const next = days.next(at);
    if (next !== null) longest = Math.max(longest, Math.round((next.getTime() - at.getTime()) / hourMs / dayHours));
    at = next;
  }
  return longest;
}

/** What windows put off comes later than the rule says: of three hundred slots, looked at one by one. */
function longestSeen(rule: SlotRule): number {
  const slots = slotsOf(rule);
  let slot = slots.next(new Date(0));
  let longest = 0;
  for (let n = 0; n < 300 && slot !== null; n += 1) {
    const next = slots.next(slot.at);
    if (next !== null) longest = Math.max(longest, next.at.getTime() - slot.at.getTime());
    slot = next;
  }
  return longest / hourMs;
}
