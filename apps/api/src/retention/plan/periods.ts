export const periodKinds = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** A stretch of local time: what tells it from others, and what people call it. */
export interface Period {
  readonly key: string;
  readonly name: string;
}

const dayMs = 24 * 3600_000;
const monthNames = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });
const shortMonths = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });

/** By zone: making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const numeric = 'numeric' as const;
  return new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short' },
    ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
  });
}

/**
 * The hours, days, ISO weeks, months and years of a zone. An hour is its local number with the offset from UTC: one that clocks show twice
 * is two. Remembers what it was asked: the same instants are asked again and again.
 */
export class Periods {
  private readonly format: Intl.DateTimeFormat;
  private readonly known = new Map<number, Readonly<Record<PeriodKind, Period>>>();

  /** @throws RangeError for a zone that `Intl` doesn't know */
  constructor(zone: string) {
    this.format = formats.get(zone) ?? formatOf(zone);
    formats.set(zone, this.format);
  }

  /** @param at milliseconds since 1970 */
  of(at: number): Readonly<Record<PeriodKind, Period>> {
    const known = this.known.get(at);
    if (known !== undefined) return known;
    const periods = this.read(at);
    this.known.set(at, periods);
    return periods;
  }

  private read(at: number): Record<PeriodKind, Period> {
    const parts = Object.fromEntries(this.format.formatToParts(at).map(({ type, value }) => [type, value]));
    const part = (name: string): number => Number(parts[name]);
    const year = parts['era'] === 'BC' ? 1 - part('year') : part('year');
    const [month, day, hour] = [part('month'), part('day'), part('hour')];
    const local = utc(year, month, day) + hour * 3600_000 + part('minute') * 60_000 + part('second') * 1000;
    const offset = local - Math.floor(at / 1000) * 1000;
    const date = utc(year, month, day);
    const dayName = `${day} ${shortMonths.format(date)} ${year}`;
    const week = isoWeek(date);
    return {
      hourly: { key: `${date} ${hour} ${offset}`, name: `${dayName} ${String(hour).padStart(2, '0')}:00` },
      daily: { key: `${date}`, name: dayName },
      weekly: { key: `${week.year} ${week.week}`, name: `week ${week.week}` },
      monthly: { key: `${year} ${month}`, name: `${monthNames.format(date)} ${year}` },
      yearly: { key: `${year}`, name: `${year}` },
    };
  }
}

/** Midnight of a date, as if it were in UTC; years below 100 too. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

/** ISO 8601: a week is that of its Thursday. */
function isoWeek(date: number): { year: number; week: number } {
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = date + (3 - weekday) * dayMs;
  const year = new Date(thursday).getUTCFullYear();
  return { year, week: 1 + Math.floor((thursday - utc(year, 1, 1)) / (7 * dayMs)) };
}
