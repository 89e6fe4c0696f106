import { Component, computed, type ElementRef, input, linkedSignal, output, signal, viewChild } from '@angular/core';
import type { StripDay } from './strip-day';
import { StripDrawing } from './strip-drawing';

let strips = 0;
/** Half of the widest tip and a little: at the edge of the window it stays inside. Pixels. */
const halfTip = 118;

/**
 * A cell a day, the last one today. One stop of the Tab key: arrows, Home and End go from day to day, Enter opens it. Cells are narrower than a
 * finger, so a table of the same days stands beside each strip.
 */
@Component({
  selector: 'sb-strip',
  imports: [StripDrawing],
  templateUrl: './strip.html',
  styleUrl: './strip.scss',
})
export class Strip {
  readonly days = input.required<readonly StripDay[]>();
  /** Whose days, and how they were: `Last 30 days of crm: 29 complete, 1 failed`. */
  readonly label = input('');
  /** Pixels from day to day. */
  readonly pitch = input(10);
  readonly open = output<StripDay>();

  private readonly grid = viewChild.required<ElementRef<HTMLElement>>('grid');
  private readonly tip = viewChild.required<ElementRef<HTMLElement>>('tip');
  private readonly id = `sb-strip-${(strips += 1)}`;
  /** Where the keyboard is: at first today. */
  protected readonly active = linkedSignal(() => this.days().length - 1);
  protected readonly hasFocus = signal(false);
  protected readonly activeId = computed(() => (this.days().length === 0 ? null : this.idOf(this.active())));
  protected readonly pointed = signal<StripDay | null>(null);
  protected readonly place = signal({ x: 0, y: 0 });
  private readonly first = computed(() => this.days().findIndex(({ result }) => result !== 'before'));

  protected idOf(index: number): string {
    return `${this.id}-${index}`;
  }

  protected press(event: KeyboardEvent): void {
    const last = this.days().length - 1;
    const steps: Record<string, number> = {
      ArrowLeft: this.active() - 1,
      ArrowRight: this.active() + 1,
      Home: this.first(),
      End: last,
    };
    const to = steps[event.key];
    if (event.key === 'Escape') this.hideTip();
    else if (event.key === 'Enter' || event.key === ' ') this.choose(this.active());
    else if (to !== undefined) this.goTo(Math.min(last, Math.max(this.first(), to)));
    else return;
    event.preventDefault();
  }

  protected focus(): void {
    this.hasFocus.set(true);
    this.showTip(this.active());
  }

  protected leave(): void {
    if (document.activeElement !== this.grid().nativeElement) this.hasFocus.set(false);
    this.hideTip();
  }

  protected pointAt(event: PointerEvent): void {
    this.showTip(this.indexAt(event));
  }

  protected openAt(event: MouseEvent): void {
    this.choose(this.indexAt(event));
  }

  private goTo(index: number): void {
    this.active.set(index);
    this.showTip(index);
  }

  private choose(index: number): void {
    const day = this.days()[index];
    if (day !== undefined && day.result !== 'before') this.open.emit(day);
  }

  private indexAt({ clientX }: MouseEvent): number {
    const { left } = this.grid().nativeElement.getBoundingClientRect();
    return Math.floor((clientX - left) / this.pitch());
  }

  private showTip(index: number): void {
    const day = this.days()[index];
    if (day === undefined || day.result === 'before') return this.hideTip();
    const { left, top } = this.grid().nativeElement.getBoundingClientRect();
    const x = left + (index + 0.5) * this.pitch();
    this.place.set({ x: Math.max(halfTip, Math.min(window.innerWidth - halfTip, x)), y: top });
    if (this.pointed() === null) this.tip().nativeElement.showPopover?.();
    this.pointed.set(day);
  }

  private hideTip(): void {
    if (this.pointed() === null) return;
    this.tip().nativeElement.hidePopover?.();
    this.pointed.set(null);
  }
}
