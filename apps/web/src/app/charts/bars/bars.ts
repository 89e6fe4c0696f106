import { Component, computed, input } from '@angular/core';
import { duration } from '../../format/duration';
import { dayText } from '../../format/day';
import { elementWidth } from '../pipeline/element-width';
import { slowOnes } from '../series/outliers';
import type { Values } from '../series/segments';
import { tickText } from '../series/ticks';
import { barsHeight, layOutBars } from './layout';

/** How long something took, a bar a day. A day that failed has a cross and no bar, one without any has nothing. */
@Component({
  selector: 'sb-bars',
  templateUrl: './bars.html',
  styleUrl: './bars.scss',
})
export class Bars {
  /** Seconds, the oldest first, one a day. */
  readonly values = input.required<Values>();
  /** `2026-11-24`, for each value. */
  readonly days = input.required<readonly string[]>();
  /** Indexes of days on which something failed. */
  readonly failed = input<readonly number[]>([]);
  /** One sentence, for who doesn't see it. */
  readonly label = input.required<string>();

  private readonly width = elementWidth(286);
  protected readonly height = barsHeight;
  protected readonly outliers = computed(() => slowOnes(this.values()));
  protected readonly view = computed(() => {
    const width = this.width();
    const shown = { values: this.values(), failed: new Set(this.failed()), outliers: new Set(this.outliers()) };
    const layout = layOutBars(shown, width);
    return {
      ...layout,
      width,
      bars: layout.bars.map((bar) => ({ ...bar, text: this.textOf(bar.index) })),
      ticks: layout.ticks.map((tick) => ({ ...tick, text: tickText(tick.value, 'seconds') })),
      slowest: this.slowest(layout.bars, layout.right),
    };
  });
  protected readonly ends = computed(() => {
    const days = this.days();
    return { first: dayText(days[0] ?? ''), middle: dayText(days[Math.floor(days.length / 2)] ?? '') };
  });

  private textOf(index: number): string {
    return `${dayText(this.days()[index] ?? '')}: ${duration(this.values()[index] ?? 0)}`;
  }

  /** Of the outliers only the highest has its value written above: two would lie over each other. */
  private slowest(bars: readonly { index: number; x: number; y: number; width: number }[], right: number) {
    const [first] = bars.filter(({ index }) => this.outliers().includes(index)).sort((a, b) => a.y - b.y);
    if (first === undefined) return null;
    const middle = first.x + first.width / 2;
    return {
      text: duration(this.values()[first.index] ?? 0),
      x: Math.max(36, Math.min(right - 36, middle)),
      y: first.y - 7,
    };
  }
}
