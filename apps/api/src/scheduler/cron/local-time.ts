/** What clocks in a zone show at an instant. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: number;
  /** 0 Sunday to 6 Saturday. */
  readonly weekday: number;
  /** Minutes ahead of UTC. */
  readonly offset: number;
}

const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** @param zone a name that `Intl` knows @throws RangeError when it doesn't */
export function localTime(at: Date, zone: string): LocalTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const [year, month, day, hour, minute] = [of('year'), of('month'), of('day'), of('hour'), of('minute')];
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const offset = (asUtc - Math.floor(at.getTime() / minuteMs) * minuteMs) / minuteMs;
  return { year, month, day, hour, minute, weekday: new Date(asUtc).getUTCDay(), offset };
}

/** `2027-03-28T03:00` */
export function localText({ year, month, day, hour, minute }: LocalTime): string {
  return new Date(Date.UTC(year, month - 1, day, hour, minute)).toISOString().slice(0, 16);
}

/** `+02:00` */
export function offsetText({ offset }: LocalTime): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `02:30` */
export const clockText = (minuteOfDay: number): string =>
  `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;

export const minuteOfDay = ({ hour, minute }: LocalTime): number => hour * 60 + minute;

const two = (value: number): string => String(value).padStart(2, '0');

/** Kept: making one takes longer than using it a hundred times. There are some hundred zones at most. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = 'numeric' as const;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
  });
  formats.set(zone, format);
  return format;
}
