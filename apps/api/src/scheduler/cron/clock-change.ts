import type { CronFields } from './fields';
import { clockText, localTime, minuteOfDay } from './local-time';

/** What a change of clocks does to one time of a rule. */
export interface ClockChange {
  readonly dst: 'gap' | 'repeat' | null;
  /** Of a gap: the time that does not exist, `02:30`. */
  readonly intended: string | null;
  /** Of a repeated time: both occurrences run. */
  readonly runsTwice: boolean;
}

const minuteMs = 60_000;
const dayMinutes = 24 * 60;
const none: ClockChange = { dst: null, intended: null, runsTwice: false };

/** @param at a time of the rule */
export function clockChange(at: Date, fields: CronFields, zone: string): ClockChange {
  const byClock = !fields.hour.hasStar;
  const intended = byClock ? skippedTime(at, fields, zone) : null;
  if (intended !== null) return { dst: 'gap', intended: clockText(intended), runsTwice: false };
  return occursTwice(at, zone) ? { dst: 'repeat', intended: null, runsTwice: !byClock } : none;
}

/** The first time of the rule, as minute of the day, that the clocks skip right before this instant. */
function skippedTime(at: Date, { hour, minute }: CronFields, zone: string): number | null {
  const here = localTime(at, zone);
  const skipped = here.offset - localTime(new Date(at.getTime() - minuteMs), zone).offset;
  for (let back = skipped; back > 0; back -= 1) {
    const time = (minuteOfDay(here) - back + dayMinutes) % dayMinutes;
    if (hour.values.includes(Math.floor(time / 60)) && minute.values.includes(time % 60)) return time;
  }
  return null;
}

/** No zone has put its clocks back by more than three hours at once. */
const longestHours = 3;

function occursTwice(at: Date, zone: string): boolean {
  const here = localTime(at, zone);
  const shown = (date: Date): string => Object.values({ ...localTime(date, zone), offset: 0 }).join(' ');
  return [-longestHours, longestHours].some((hours) => {
    const there = localTime(new Date(at.getTime() + hours * 60 * minuteMs), zone);
    const back = Math.sign(hours) * (here.offset - there.offset);
    return back > 0 && shown(new Date(at.getTime() + Math.sign(hours) * back * minuteMs)) === shown(at);
  });
}
