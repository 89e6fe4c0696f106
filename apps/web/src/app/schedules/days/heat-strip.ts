import { Component, computed, input, linkedSignal, signal } from '@angular/core';
import { elementWidth } from '../../charts/pipeline/element-width';
import { marksOf } from '../../charts/strip/strip-marks';
import { dayText } from '../../format/day';
import { heatText, type HeatDay } from './heat-day';

let strips = 0;
/** Pixels. A cell that is narrower than this is left out, from both ends. */
const cell = { least: 17, most: 30, height: 40, gap: 2 } as const;
const axis = 18;

/**
 * A cell a day: those behind with the worst of their results, those ahead with how many runs are planned; the fuller a day the darker. One stop of
 * the Tab key, arrows go from day to day.
 */
@Component({
  selector: 'sb-heat-strip',
  templateUrl: './heat-strip.html',
  styleUrl: './heat-strip.scss',
})
export class HeatStrip {
  readonly days = input.required<readonly HeatDay[]>();
  /** In one sentence. */
  readonly label = input.required<string>();

  private readonly width = elementWidth(900);
  private readonly id = `sb-heat-${(strips += 1)}`;
  protected readonly shown = computed(() => fitting(this.days(), Math.floor(this.width() / cell.least)));
  protected readonly pitch = computed(() =>
    Math.min(cell.most, Math.floor(this.width() / Math.max(1, this.shown().length))),
  );
  protected readonly view = computed(() => {
    const pitch = this.pitch();
    const days = this.shown();
    const most = Math.max(1, ...days.map(({ runs, planned }) => runs + planned));
    return {
      width: days.length * pitch,
      height: cell.height + axis,
      marks: marksOf(
        days.map(({ result }) => ({ result: result ?? 'before' })),
        pitch,
      ),
      cells: days.map((day, n) => ({
        day,
        x: n * pitch + cell.gap / 2,
        width: pitch - cell.gap,
        heat: heatOf(day, most),
        text: heatText(day),
        tick: day.when === 'today' ? $localize`today` : isMonday(day.date) && hasRoom(n, days) ? dayText(day.date) : '',
      })),
    };
  });
  protected readonly height = cell.height;
  /** Where the keyboard is: at first today. */
  protected readonly active = linkedSignal(() =>
    Math.max(
      0,
      this.shown().findIndex(({ when }) => when === 'today'),
    ),
  );
  protected readonly hasFocus = signal(false);
  protected readonly pointed = signal<number | null>(null);
  protected readonly tip = computed(() => {
    const index = this.pointed() ?? (this.hasFocus() ? this.active() : null);
    const at = index === null ? undefined : this.view().cells[index];
    if (at === undefined) return null;
    const half = Math.min(90, this.view().width / 2);
    return { text: at.text, x: Math.max(half, Math.min(this.view().width - half, at.x + at.width / 2)) };
  });

  protected idOf(index: number): string {
    return `${this.id}-${index}`;
  }

  protected press(event: KeyboardEvent): void {
    const last = this.shown().length - 1;
    const steps: Record<string, number> = {
      ArrowLeft: this.active() - 1,
      ArrowRight: this.active() + 1,
      Home: 0,
      End: last,
    };
    const to = steps[event.key];
    if (event.key === 'Escape' && this.hasFocus()) this.hasFocus.set(false);
    else if (to !== undefined) {
      this.hasFocus.set(true);
      this.active.set(Math.max(0, Math.min(last, to)));
    } else return;
    event.preventDefault();
  }

  protected pointAt(event: PointerEvent): void {
    const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.pointed.set(Math.floor((event.clientX - left) / this.pitch()));
  }
}

/** As many as there is room for: two thirds of them behind today. */
export function fitting(days: readonly HeatDay[], most: number): readonly HeatDay[] {
  if (days.length <= most) return days;
  const today = days.findIndex(({ when }) => when === 'today');
  const ahead = Math.min(days.length - 1 - today, Math.floor(most / 3));
  const end = today + 1 + ahead;
  return days.slice(Math.max(0, end - most), end);
}

/** What is only planned is lighter than what was. */
function heatOf({ runs, planned, when }: HeatDay, most: number): number {
  const part = (runs + planned) / most;
  if (part === 0) return 0;
  return when === 'coming' ? 0.06 + 0.18 * part : 0.1 + 0.25 * part;
}

const isMonday = (date: string): boolean => new Date(`${date}T00:00:00Z`).getUTCDay() === 1;

/** Not under the word for today, and not cut at the edges. */
function hasRoom(n: number, days: readonly HeatDay[]): boolean {
  const today = days.findIndex(({ when }) => when === 'today');
  return Math.abs(n - today) > 2 && n > 0 && n < days.length - 1;
}
