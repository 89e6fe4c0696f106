/** What was measured, one value a day; null: nothing was. */
export type Values = readonly (number | null)[];

/**
 * Which values a line joins: those that follow each other as usual. A project that is backed up once a week has a line from week to week; where
 * one is missing, or two days of a daily one, there is a gap, and no invented value.
 * @returns indexes of the values, one list a piece of line
 */
export function segmentsOf(values: Values): readonly (readonly number[])[] {
  const known = values.flatMap((value, index) => (value === null ? [] : [index]));
  const steps = known.slice(1).map((index, n) => index - (known[n] ?? 0));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor((steps.length - 1) / 2)] ?? 1;
  const segments: number[][] = [];
  known.forEach((index, n) => {
    const step = steps[n - 1];
    if (step === undefined || step > 1.5 * usual) segments.push([index]);
    else segments.at(-1)?.push(index);
  });
  return segments;
}

/** The last one that was measured; null: none was. */
export const lastOf = (values: Values): number | null => values.findLast((value) => value !== null) ?? null;

/** The largest; 0 where nothing was measured. */
export const largestOf = (values: Values): number => Math.max(0, ...values.map((value) => value ?? 0));

/** Of what was measured, the one in the middle; null: nothing was. */
export function medianOf(values: Values): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor((known.length - 1) / 2)] ?? null;
}
