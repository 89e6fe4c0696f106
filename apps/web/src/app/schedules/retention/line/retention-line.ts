import { Component, computed, type ElementRef, input, linkedSignal, signal, viewChild } from '@angular/core';
import { elementWidth } from '../../../charts/pipeline/element-width';
import { dateFormat } from '../../../format/date-format';
import { layOutLine, line, neighbour, type Dot } from './layout';
import type { Lane, LineBackup } from './line-backup';

let lines = 0;
const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];
/** Half of the widest tip. Pixels. */
const halfTip = 130;

/**
 * Today's backups on a line of time, a lane for each part of the rule: what is kept, by what, and what would go. One stop of the Tab key; arrows
 * go from dot to dot and from lane to lane, and each says its reason. A table of the same stands beside it.
 */
@Component({
  selector: 'sb-retention-line',
  templateUrl: './retention-line.html',
  styleUrl: './retention-line.scss',
})
export class RetentionLine {
  readonly backups = input.required<readonly LineBackup[]>();
  readonly lanes = input.required<readonly Lane[]>();
  readonly now = input.required<Date>();
  readonly zone = input('UTC');
  /** It ends now; else on a day to come. */
  readonly isToday = input(true);
  /** In one sentence. */
  readonly label = input.required<string>();

  private readonly width = elementWidth(720);
  protected readonly end = computed(() =>
    this.isToday()
      ? $localize`today`
      : dateFormat({ month: 'short', year: 'numeric', timeZone: this.zone() }).format(this.now()),
  );
  private readonly grid = viewChild.required<ElementRef<HTMLElement>>('grid');
  private readonly id = `sb-retention-${(lines += 1)}`;
  protected readonly line = line;
  protected readonly view = computed(() => {
    const width = this.width();
    const layout = layOutLine(
      { backups: this.backups(), lanes: this.lanes(), now: this.now(), zone: this.zone() },
      width,
    );
    return { ...layout, width };
  });
  /** Where the keyboard is: at first at the newest. */
  protected readonly active = linkedSignal<Dot | null>(
    () =>
      this.view()
        .lanes.find(({ dots }) => dots.length > 0)
        ?.dots.at(-1) ?? null,
  );
  protected readonly hasFocus = signal(false);
  private readonly pointed = signal<Dot | null>(null);
  protected readonly shown = computed(() => this.pointed() ?? (this.hasFocus() ? this.active() : null));
  protected readonly tipAt = computed(() => {
    const dot = this.shown();
    const { width } = this.view();
    const half = Math.min(halfTip, width / 2);
    return dot === null ? { x: 0, y: 0 } : { x: Math.max(half, Math.min(width - half, dot.x)), y: dot.y - 12 };
  });

  protected idOf(dot: Dot): string {
    return `${this.id}-${dot.lane}-${dot.backup.id}`;
  }

  protected press(event: KeyboardEvent): void {
    const active = this.active();
    if (event.key === 'Escape' && this.shown() !== null) {
      this.pointed.set(null);
      this.hasFocus.set(false);
    } else if (keys.includes(event.key) && active !== null) {
      this.hasFocus.set(true);
      this.active.set(neighbour(this.view(), active, event.key));
    } else return;
    event.preventDefault();
  }

  protected pointAt({ clientX, clientY }: PointerEvent): void {
    const { left, top } = this.grid().nativeElement.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    const lane = this.view().lanes.find((each) => Math.abs(each.y - y) <= line.pitch / 2);
    const near = lane?.dots.filter((dot) => Math.abs(dot.x - x) <= 12) ?? [];
    this.pointed.set(near.toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0] ?? null);
  }

  protected leave(): void {
    this.pointed.set(null);
  }
}
