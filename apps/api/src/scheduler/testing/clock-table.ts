const minuteMs = 60_000;
const hourMinutes = 60;
const dayMinutes = 24 * 60;

/**
 * What the clock on a wall shows at each minute of a span, by `Intl` alone: minutes since 1970 as if that clock were one of UTC. Read once an
 * hour; where an hour begins and ends with different offsets, minute by minute.
 */
export class ClockTable {
  readonly shown: Float64Array;
  /** Minutes of the span at which the clock shows a minute of the day. */
  readonly byMinuteOfDay: readonly number[][] = Array.from({ length: dayMinutes }, () => []);
  /** Minutes of the span that show what was shown before. */
  readonly repeats = new Set<number>();
  /** Where the clock jumps ahead: at a minute of the span, over what it would have shown. */
  readonly gaps: { readonly minute: number; readonly skipped: readonly number[] }[] = [];

  /** @param hours of the span, which begins at a full hour of UTC */
  constructor(
    readonly zone: string,
    readonly begins: Date,
    hours: number,
  ) {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    const read = (minute: number): number =>
      Date.parse(`${format.format(new Date(begins.getTime() + minute * minuteMs)).replace(' ', 'T')}:00Z`) / minuteMs;
    this.shown = new Float64Array(hours * hourMinutes);
    for (let from = 0; from < this.shown.length; from += hourMinutes) {
      const [first, next] = [read(from), read(from + hourMinutes)];
      const isPlain = next - first === hourMinutes;
      for (let n = 0; n < hourMinutes; n += 1) this.shown[from + n] = isPlain ? first + n : read(from + n);
    }
    this.look();
  }

  /** Minute by minute, once. */
  private look(): void {
    let furthest = this.shown[0]! - 1;
    this.shown.forEach((shown, minute) => {
      this.byMinuteOfDay[shown % dayMinutes]!.push(minute);
      if (shown <= furthest) this.repeats.add(minute);
      const skipped = Array.from({ length: Math.max(0, shown - furthest - 1) }, (_, n) => furthest + 1 + n);
      if (skipped.length > 0) this.gaps.push({ minute, skipped });
      furthest = Math.max(furthest, shown);
    });
  }

  at(minute: number): Date {
    return new Date(this.begins.getTime() + minute * minuteMs);
  }

  minuteOf(at: Date): number {
    return Math.floor((at.getTime() - this.begins.getTime()) / minuteMs);
  }
}

const tables = new Map<string, ClockTable>();

/** From 2026-06-01 on for 500 days: a year and the longest outage behind it. */
export function clockTable(zone: string): ClockTable {
  const known = tables.get(zone) ?? new ClockTable(zone, new Date('2026-06-01T00:00:00Z'), 500 * 24);
  tables.set(zone, known);
  return known;
}
