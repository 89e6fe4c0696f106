import { Component, computed, input } from '@angular/core';
import type { StripDay } from './strip-day';
import { marksOf, stripHeight } from './strip-marks';

const today = { width: 9.8, height: 21, y: 1.5 } as const;

/** The marks of the days, without their words. */
@Component({
  selector: 'sb-strip-drawing',
  template: `<svg
    aria-hidden="true"
    focusable="false"
    [attr.width]="width()"
    [attr.height]="height"
    [attr.viewBox]="'0 0 ' + width() + ' ' + height"
  >
    <path class="box" [attr.d]="marks().box" />
    <path class="ok" [attr.d]="marks().ok" />
    <path class="warn half" [attr.d]="marks().half" />
    <path class="warn ring" [attr.d]="marks().gaps" />
    <path class="cross" [attr.d]="marks().cross" />
    <path class="warn ring missed" [attr.d]="marks().missed" />
    <path class="none" [attr.d]="marks().none" />
    <path class="running" [attr.d]="marks().running" />
    @if (isTodayMarked() && days().length > 0) {
      <rect
        class="today"
        rx="4"
        [attr.x]="todayAt()"
        [attr.y]="today.y"
        [attr.width]="today.width"
        [attr.height]="today.height"
      />
    }
    @if (active() !== null) {
      <rect
        class="active"
        y="1"
        height="22"
        rx="4"
        [attr.x]="(active() ?? 0) * pitch() - 0.5"
        [attr.width]="pitch() + 1"
      />
    }
  </svg>`,
  styleUrl: './strip-drawing.scss',
})
export class StripDrawing {
  readonly days = input.required<readonly Pick<StripDay, 'result'>[]>();
  readonly pitch = input(10);
  /** Where the keyboard is; null: elsewhere. */
  readonly active = input<number | null>(null);
  /** The last day is today's. */
  readonly isTodayMarked = input(true);

  protected readonly height = stripHeight;
  protected readonly today = today;
  // The outline of today is a little wider than its cell.
  protected readonly width = computed(() => Math.ceil(this.days().length * this.pitch()) + 1);
  protected readonly marks = computed(() => marksOf(this.days(), this.pitch()));
  protected readonly todayAt = computed(() => (this.days().length - 0.5) * this.pitch() - today.width / 2);
}
