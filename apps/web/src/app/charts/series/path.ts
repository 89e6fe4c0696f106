import { segmentsOf, type Values } from './segments';

/** Where a value is drawn, pixels. */
export interface Scale {
  readonly x: (index: number) => number;
  /** 0 is at the foot: each picture begins at zero. */
  readonly y: (value: number) => number;
}

const at = (value: number): number => Math.round(value * 10) / 10;

/** A line with a gap where values are missing; one that stands alone is a point, as thick as the line (with round ends). */
export function lineOf(values: Values, { x, y }: Scale): string {
  const point = (index: number): string => `${at(x(index))} ${at(y(values[index] ?? 0))}`;
  return segmentsOf(values)
    .map(
      ([first = 0, ...rest]) =>
        `M${point(first)}${rest.length === 0 ? 'h0' : rest.map((n) => `L${point(n)}`).join('')}`,
    )
    .join('');
}

/** What lies below that line. */
export function areaOf(values: Values, { x, y }: Scale): string {
  const foot = at(y(0));
  return segmentsOf(values)
    .filter((segment) => segment.length > 1)
    .map((segment) => {
      const points = segment.map((index) => `L${at(x(index))} ${at(y(values[index] ?? 0))}`).join('');
      return `M${at(x(segment[0] ?? 0))} ${foot}${points}V${foot}Z`;
    })
    .join('');
}
