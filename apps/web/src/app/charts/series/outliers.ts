import { medianOf, type Values } from './segments';

/** A backup that became smaller by more than this is worth a look, percent. */
const muchSmaller = 15;

export interface Shrink {
  readonly index: number;
  /** Negative. */
  readonly percent: number;
}

/** Where a value is much smaller than the one before it. */
export function shrinksOf(values: Values): readonly Shrink[] {
  const shrinks: Shrink[] = [];
  let before: number | null = null;
  values.forEach((value, index) => {
    if (value === null) return;
    if (before !== null && before > 0) {
      const percent = (100 * (value - before)) / before;
      if (percent < -muchSmaller) shrinks.push({ index, percent });
    }
    before = value;
  });
  return shrinks;
}

/** Where something took more than twice as long as usual, and by half a minute at least: seconds of difference say nothing. */
export function slowOnes(seconds: Values): readonly number[] {
  const usual = medianOf(seconds);
  if (usual === null) return [];
  return seconds.flatMap((value, index) => (value !== null && value > 2 * usual && value - usual > 30 ? [index] : []));
}
