import { Component, computed, input } from '@angular/core';
import { bytes } from '../../format/bytes';
import { dayText } from '../../format/day';
import { elementWidth } from '../pipeline/element-width';
import { fitText } from '../pipeline/fit-text';
import { tickText } from '../series/ticks';
import { layOutLines, linesHeight, type OutlierView, type Series } from './layout';

const nameWidth = 82;

/** How sizes went, a line each with its name at its end. Three at most: more are a thicket. */
@Component({
  selector: 'sb-lines',
  templateUrl: './lines.html',
  styleUrl: './lines.scss',
})
export class Lines {
  readonly series = input.required<readonly Series[]>();
  /** `2026-11-24`, for each value. */
  readonly days = input.required<readonly string[]>();
  /** One sentence, for who doesn't see it. */
  readonly label = input.required<string>();

  private readonly width = elementWidth(286);
  protected readonly height = linesHeight;
  protected readonly view = computed(() => {
    const width = this.width();
    const { lines, outliers, ticks, right } = layOutLines(this.series().slice(0, 3), width);
    return {
      width,
      right,
      lines: lines.map((line) => ({ ...line, name: fitText(line.series.name, nameWidth, 12), text: bytes(line.last) })),
      ticks: ticks.map((tick) => ({ ...tick, text: tickText(tick.value, 'bytes') })),
      rings: outliers,
      worst: this.wordsOf(outliers, right),
    };
  });
  protected readonly ends = computed(() => {
    const days = this.days();
    const at = (n: number): string => dayText(days[n] ?? '');
    return { first: at(0), middle: at(Math.floor(days.length / 2)) };
  });

  /** Of the outliers only the largest has its words: two would lie over each other. */
  private wordsOf(outliers: readonly OutlierView[], right: number) {
    const [worst] = [...outliers].sort((a, b) => a.percent - b.percent);
    if (worst === undefined) return null;
    const text = `${dayText(this.days()[worst.index] ?? '')} −${Math.round(-worst.percent)} %`;
    const toLeft = worst.x > right / 2;
    return { text, x: worst.x + (toLeft ? -9 : 9), y: Math.min(worst.y + 12, 118), anchor: toLeft ? 'end' : 'start' };
  }
}
