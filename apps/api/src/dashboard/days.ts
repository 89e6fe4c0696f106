const hour = 60 * 60 * 1000;

/** One day of a calendar, in some zone. */
export interface Day {
  /** `2026-11-28` */
  readonly date: string;
  readonly begins: Date;
  /** The next one's beginning: 23 to 25 hours later where clocks change. */
  readonly ends: Date;
}

/** The last `count` days in a zone, the oldest first; the last one is today. @param zone a name that `Intl` knows */
export function lastDays(count: number, zone: string, now: Date): Day[] {
  const dateAt = dateIn(zone);
  const today = dateAt(now);
  const dates = Array.from({ length: count + 1 }, (_, i) => addDays(today, i - count + 1));
  const begins = dates.map((date) => beginOf(date, dateAt));
  return dates.slice(0, count).map((date, i) => ({ date, begins: begins[i] ?? now, ends: begins[i + 1] ?? now }));
}

/** The index of the day in which something happened; -1: before all of them, or after. */
export function dayOf(days: readonly Day[], at: Date): number {
  return days.findLastIndex(({ begins, ends }) => at >= begins && at < ends);
}

/** In ISO form, as Canada writes it. */
function dateIn(zone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (at) => format.format(at);
}

function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The first instant of a date. By bisection: midnight may not exist there, or twice, and offsets reach from -12 to +14 hours. */
function beginOf(date: string, dateAt: (at: Date) => string): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let [before, after] = [midnight - 15 * hour, midnight + 13 * hour];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dateAt(new Date(middle)) < date) before = middle;
    else after = middle;
  }
  return new Date(after);
}
