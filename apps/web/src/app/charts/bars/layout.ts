import { largestOf, type Values } from '../series/segments';
import { ticksOf } from '../series/ticks';

/** The measures of design/screens/README.md, "Charts". Pixels. */
const bar = { widest: 7, gap: 2 } as const;
const plot = { top: 22, bottom: 122, ticks: 46 } as const;
export const barsHeight = 140;

export interface Bar {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isOutlier: boolean;
}

export interface BarsLayout {
  readonly bars: readonly Bar[];
  /** In the middle of the days of which something failed and nothing is there. */
  readonly crosses: readonly number[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  /** Where the plot ends, and the words of the grid begin. */
  readonly right: number;
  readonly foot: number;
}

interface Shown {
  readonly values: Values;
  readonly failed: ReadonlySet<number>;
  readonly outliers: ReadonlySet<number>;
}

/** @param width of the place it has, pixels */
export function layOutBars({ values, failed, outliers }: Shown, width: number): BarsLayout {
  const right = Math.max(60, width - plot.ticks);
  const pitch = right / Math.max(1, values.length);
  const wide = Math.max(1, Math.min(bar.widest, pitch - bar.gap));
  const max = largestOf(values);
  const y = (value: number): number => plot.bottom - (max === 0 ? 0 : (value / max) * (plot.bottom - plot.top));
  const bars = values.flatMap((value, index): Bar[] => {
    if (value === null) return [];
    // What took no time at all is seen all the same: it was there.
    const top = Math.min(y(value), plot.bottom - 1);
    const x = (index + 0.5) * pitch - wide / 2;
    return [{ index, x, y: top, width: wide, height: plot.bottom - top, isOutlier: outliers.has(index) }];
  });
  return {
    bars,
    crosses: values.flatMap((value, index) => (value === null && failed.has(index) ? [(index + 0.5) * pitch] : [])),
    ticks: ticksOf(max, 'seconds').map((value) => ({ value, y: y(value) })),
    right,
    foot: plot.bottom,
  };
}
