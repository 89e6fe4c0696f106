import { shrinksOf } from '../series/outliers';
import { lineOf } from '../series/path';
import { largestOf, lastOf, type Values } from '../series/segments';
import { ticksOf } from '../series/ticks';

/** The measures of design/screens/README.md, "Charts". Pixels. */
const plot = { top: 14, bottom: 122, names: 92 } as const;
export const linesHeight = 140;
/** Two lines of text. */
const labelHeight = 28;

export interface Series {
  readonly id: string;
  readonly name: string;
  /** The oldest first, one a day; null: none was measured. */
  readonly values: Values;
}

export interface LineView {
  readonly series: Series;
  readonly path: string;
  readonly end: { readonly x: number; readonly y: number };
  readonly last: number;
  /** Top of its name at the right. */
  readonly labelY: number;
}

export interface OutlierView {
  readonly seriesId: string;
  readonly index: number;
  readonly percent: number;
  readonly x: number;
  readonly y: number;
}

export interface LinesLayout {
  readonly lines: readonly LineView[];
  readonly outliers: readonly OutlierView[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly right: number;
}

/** @param width of the place it has, pixels */
export function layOutLines(all: readonly Series[], width: number): LinesLayout {
  const shown = all.flatMap((series) => {
    const last = lastOf(series.values);
    return last === null ? [] : [{ series, last }];
  });
  const right = Math.max(80, width - plot.names);
  const count = Math.max(2, ...shown.map(({ series }) => series.values.length));
  const max = Math.max(0, ...shown.map(({ series }) => largestOf(series.values)));
  const x = (index: number): number => (index / (count - 1)) * (right - 3);
  const y = (value: number): number => plot.bottom - (max === 0 ? 0 : (value / max) * (plot.bottom - plot.top));
  const labels = spread(
    shown.map(({ last }) => y(last) - labelHeight / 2),
    labelHeight,
    linesHeight - labelHeight,
  );
  return {
    lines: shown.map(({ series, last }, n) => {
      const at = series.values.findLastIndex((value) => value !== null);
      return {
        series,
        last,
        path: lineOf(series.values, { x, y }),
        end: { x: x(at), y: y(last) },
        labelY: labels[n] ?? 0,
      };
    }),
    outliers: shown.flatMap(({ series }) =>
      shrinksOf(series.values).map(({ index, percent }) => {
        const value = series.values[index] ?? 0;
        return { seriesId: series.id, index, percent, x: x(index), y: y(value) };
      }),
    ),
    ticks: ticksOf(max, 'bytes').map((value) => ({ value, y: y(value) })),
    right,
  };
}

/** Labels that would lie over each other move apart, in their order, within the picture. @returns their tops */
export function spread(wanted: readonly number[], height: number, lowest: number): readonly number[] {
  const order = wanted.map((_, n) => n).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const tops = [...wanted];
  let free = 0;
  for (const n of order) {
    tops[n] = Math.max(free, tops[n] ?? 0);
    free = (tops[n] ?? 0) + height;
  }
  let end = lowest;
  for (const n of order.reverse()) {
    tops[n] = Math.min(end, tops[n] ?? 0);
    end = (tops[n] ?? 0) - height;
  }
  return tops;
}
