import { dateFormat } from '../../../format/date-format';

const day = 86_400_000;
/** What is older than this lies closer together. Days. */
const recentDays = 28;
/** Of the width, when there is something older. */
const recentPart = 0.6;
const tickGap = 46;

export interface TimeScale {
  x(at: Date): number;
  /** Where the scale changes; null: it is one all along. */
  readonly breakAt: number | null;
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
}

/** From the oldest to today, which is at the right. Pixels from 0 to `width`. */
export function timeScale(oldest: Date, now: Date, width: number, zone: string): TimeScale {
  const age = Math.max(day, now.getTime() - oldest.getTime());
  const isBroken = age > 1.5 * recentDays * day;
  const recent = isBroken ? recentDays * day : age;
  const recentWidth = isBroken ? width * recentPart : width;
  const breakAt = isBroken ? width - recentWidth : null;
  const x = (at: Date): number => {
    const back = Math.max(0, now.getTime() - at.getTime());
    if (back <= recent) return width - (back / recent) * recentWidth;
    return (breakAt ?? 0) * (1 - Math.min(1, (back - recent) / Math.max(1, age - recent)));
  };
  const days = daysBack(now, recent, Math.ceil((recent / day) * (tickGap / recentWidth)));
  const months = breakAt === null ? [] : monthsBack(now, recent, age);
  const ticks = [
    ...days.map((at) => ({ x: x(at), text: text(at, zone, { day: 'numeric', month: 'short' }) })),
    ...months.map((at) => ({ x: x(at), text: text(at, 'UTC', { month: 'short' }) })),
  ];
  return { x, breakAt, ticks: withRoom(ticks) };
}

function daysBack(now: Date, span: number, step: number): Date[] {
  const every = [1, 2, 5, 7, 14].find((known) => known >= step) ?? 28;
  const count = Math.floor(span / day / every);
  return Array.from({ length: count }, (_, n) => new Date(now.getTime() - (n + 1) * every * day));
}

/** The first days of months. */
function monthsBack(now: Date, from: number, to: number): Date[] {
  const found: Date[] = [];
  for (let back = 0; back < 1_200; back += 1) {
    const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
    const age = now.getTime() - at.getTime();
    if (age > to) break;
    if (age > from + 4 * day) found.push(at);
  }
  return found;
}

/** From the right; what would lie over its neighbour, or over the word for today, is left out. */
function withRoom(ticks: readonly { x: number; text: string }[]): { x: number; text: string }[] {
  const kept: { x: number; text: string }[] = [];
  for (const tick of ticks.toSorted((a, b) => b.x - a.x))
    if ((kept.at(-1)?.x ?? Infinity) - tick.x >= tickGap) kept.push(tick);
  return kept;
}

const text = (at: Date, timeZone: string, parts: Intl.DateTimeFormatOptions): string =>
  dateFormat({ ...parts, timeZone }).format(at);
