import type { BlackoutWindow } from '../slots/blackout';
import type { ClockTable } from './clock-table';
import type { MeantRule } from './random-rule';

const dayMinutes = 24 * 60;
const minuteMs = 60_000;

/**
 * The times of a rule between two instants, by looking at the clock every minute: no library, no arithmetic of time zones. Without a `*` in the
 * hour a time that the clock skips counts at the minute behind the gap, and one that it shows again doesn't count again.
 */
export function bruteTimes(rule: MeantRule, table: ClockTable, from: Date, to: Date): Date[] {
  const byClock = !rule.hour.hasStar;
  const due = new Set<number>();
  for (let ofDay = 0; ofDay < dayMinutes; ofDay += 1) {
    if (!isAt(rule, ofDay)) continue;
    for (const minute of table.byMinuteOfDay[ofDay]!)
      if (!(byClock && table.repeats.has(minute)) && isOnDay(rule, table.shown[minute]!)) due.add(minute);
  }
  if (byClock)
    for (const { minute, skipped } of table.gaps)
      if (skipped.some((shown) => isAt(rule, shown % dayMinutes) && isOnDay(rule, shown))) due.add(minute);
  return [...due]
    .sort((a, b) => a - b)
    .map((minute) => table.at(minute))
    .filter((at) => at > from && at <= to);
}

const isAt = ({ minute, hour }: MeantRule, ofDay: number): boolean =>
  minute.matches(ofDay % 60, epoch) && hour.matches(Math.floor(ofDay / 60), epoch);

function isOnDay({ day, month, weekday }: MeantRule, shown: number): boolean {
  const date = new Date(shown * minuteMs);
  if (!month.matches(date.getUTCMonth() + 1, date)) return false;
  const [byDay, byWeekday] = [day.matches(date.getUTCDate(), date), weekday.matches(date.getUTCDay(), date)];
  // Either is enough when both are given.
  return day.isStar ? byWeekday : weekday.isStar ? byDay : byDay || byWeekday;
}

const epoch = new Date(0);

/** The same with windows: a time in one is put off minute by minute, and left out when the next one comes sooner than `half`. */
export function bruteSlots(
  times: readonly Date[],
  table: ClockTable,
  windows: readonly BlackoutWindow[],
  half: number,
): Date[] {
  const moved = times.map((at) => {
    let minute = table.minuteOf(at);
    while (isInside(table.shown[minute]!, windows)) minute += 1;
    return { at: table.at(minute), isMoved: minute !== table.minuteOf(at) };
  });
  const own = new Set(moved.filter(({ isMoved }) => !isMoved).map(({ at }) => at.getTime()));
  const all = [...new Set(moved.map(({ at }) => at.getTime()))].sort((a, b) => a - b);
  return all.filter((at, n) => own.has(at) || (all[n + 1] ?? Infinity) - at >= half).map((at) => new Date(at));
}

function isInside(shown: number, windows: readonly BlackoutWindow[]): boolean {
  return windows.some(({ from, to, days }) => {
    const begins = minuteOf(from);
    const length = (minuteOf(to) - begins + dayMinutes) % dayMinutes || dayMinutes;
    // It began today or yesterday.
    return [0, 1].some((ago) => {
      const began = Math.floor(shown / dayMinutes - ago) * dayMinutes + begins;
      const weekday = new Date(began * minuteMs).getUTCDay();
      return (days.length === 0 || days.includes(weekday)) && shown >= began && shown < began + length;
    });
  });
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
