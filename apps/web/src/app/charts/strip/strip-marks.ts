import type { StripDay } from './strip-day';

/** The measures of design/screens/README.md, "Strip". Pixels. */
export const stripHeight = 24;
const middle = stripHeight / 2;

/** What is drawn, one path a kind: a strip has few elements however many days it has. */
export interface StripMarks {
  readonly ok: string;
  readonly gaps: string;
  readonly half: string;
  readonly box: string;
  readonly cross: string;
  readonly missed: string;
  readonly none: string;
  readonly running: string;
}

const circle = (x: number, r: number): string =>
  `M${at(x - r)} ${middle}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
const leftHalf = (x: number, r: number): string => `M${at(x)} ${middle - r}a${r} ${r} 0 0 0 0 ${2 * r}Z`;
/** Three quarters of a ring, open at the upper left. */
const openRing = (x: number, r: number): string => `M${at(x)} ${middle - r}a${r} ${r} 0 1 1 ${-r} ${r}`;
/** 10 × 16, radius 4. */
const box = (x: number): string =>
  `M${at(x - 1)} 4h2a4 4 0 0 1 4 4v8a4 4 0 0 1 -4 4h-2a4 4 0 0 1 -4 -4v-8a4 4 0 0 1 4 -4Z`;
const cross = (x: number, size: number): string =>
  `M${at(x - size / 2)} ${middle - size / 2}l${size} ${size}m0 ${-size}l${-size} ${size}`;
const at = (value: number): number => Math.round(value * 100) / 100;

/** @param pitch from day to day */
export function marksOf(days: readonly Pick<StripDay, 'result'>[], pitch: number): StripMarks {
  const draw = (result: StripDay['result'], shape: (x: number) => string): string =>
    days.map((day, n) => (day.result === result ? shape((n + 0.5) * pitch) : '')).join('');
  return {
    ok: draw('ok', (x) => circle(x, 3.25)),
    gaps: draw('gaps', (x) => circle(x, 2.75)),
    half: draw('gaps', (x) => leftHalf(x, 2.75)),
    box: draw('failed', box),
    cross: draw('failed', (x) => cross(x, 5.4)),
    missed: draw('missed', (x) => circle(x, 2.65)),
    none: draw('none', (x) => circle(x, 1.1)),
    running: draw('running', (x) => openRing(x, 2.7)),
  };
}
