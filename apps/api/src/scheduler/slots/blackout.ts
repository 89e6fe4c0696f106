import { localTime, minuteOfDay, type LocalTime } from '../cron/local-time';

/** A time of the day at which no backup begins, in the zone of the schedule. Ends before `to`; past midnight when `to` isn't later. */
export interface BlackoutWindow {
  /** `HH:MM` */
  readonly from: string;
  /** `HH:MM`, or `24:00`. */
  readonly to: string;
  /** Weekdays on which it begins, 0 Sunday to 6 Saturday; none: every day. */
  readonly days: number[];
}

const minuteMs = 60_000;
const dayMinutes = 24 * 60;
/** Windows that follow each other without a pause for so many days leave no time at all. */
const longestMs = 8 * dayMinutes * minuteMs;

/** The first minute from `at` on at which a backup may begin: `at` itself outside of all windows. Null: there is none. */
export function endOfBlackout(at: Date, windows: readonly BlackoutWindow[], zone: string): Date | null {
  if (windows.length === 0) return at;
  let end = at.getTime();
  for (;;) {
    const left = minutesLeft(localTime(new Date(end), zone), windows);
    if (left === 0) return new Date(end);
    if (end - at.getTime() > longestMs) return null;
    end = earliestOutside(end, left, windows, zone);
  }
}

/** Clocks that change within a window make it shorter, or end it early: what counts is the first minute that it isn't shown in. */
function earliestOutside(from: number, minutes: number, windows: readonly BlackoutWindow[], zone: string): number {
  const isInside = (at: number): boolean => minutesLeft(localTime(new Date(at), zone), windows) > 0;
  let end = from + minutes * minuteMs;
  while (end - minuteMs > from && !isInside(end - minuteMs)) end -= minuteMs;
  return end;
}

/** Until the window ends that ends last among those it is in; 0: it is in none. */
function minutesLeft(local: LocalTime, windows: readonly BlackoutWindow[]): number {
  return Math.max(0, ...windows.map((window) => leftOf(local, window)));
}

function leftOf(local: LocalTime, { from, to, days }: BlackoutWindow): number {
  const minute = minuteOfDay(local);
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  const begins = (weekday: number): boolean => days.length === 0 || days.includes(weekday);
  const endsNextDay = end <= begin;
  if (begins(local.weekday) && minute >= begin && (endsNextDay || minute < end))
    return (endsNextDay ? end + dayMinutes : end) - minute;
  if (endsNextDay && begins((local.weekday + 6) % 7) && minute < end) return end - minute;
  return 0;
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
