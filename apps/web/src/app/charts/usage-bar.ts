import { Component, computed, input } from '@angular/core';

/** How much of a place is in use. Its words stand beside it; without a limit it is an empty dashed frame. */
@Component({
  selector: 'sb-usage-bar',
  template: `<div
    role="img"
    [attr.aria-label]="label()"
    [class.open]="total() === null"
    [class.framed]="framed()"
    [class.grows]="forecast()"
    [class]="state()"
  >
    <i [style.width.%]="percent()"></i>
    @if (forecast()) {
      <span></span>
    }
  </div>`,
  styles: `
    div {
      height: 8px;
      border-radius: 4px;
      background: var(--mat-sys-surface-container-highest);
      overflow: hidden;
    }
    .framed {
      height: 12px;
      border: 1px solid var(--mat-sys-outline-variant);
      background: none;
    }
    .open {
      border: 1px dashed var(--mat-sys-outline);
      background: none;
    }
    i {
      display: block;
      height: 100%;
      border-radius: 4px;
      background: var(--mat-sys-primary);
      print-color-adjust: exact;
    }
    // What is to come: from what is in use to the end of the frame.
    .grows {
      display: flex;
      align-items: center;
    }
    .grows i {
      flex: none;
    }
    span {
      flex: 1;
      border-block-start: 2px dotted var(--mat-sys-outline);
    }
    .full i {
      background: var(--sb-warn-mark);
    }
    .stale i {
      background: var(--sb-idle-mark);
    }
    @media (forced-colors: active) {
      div {
        border: 1px solid CanvasText;
      }
      i {
        background: Highlight;
        forced-color-adjust: none;
      }
    }
  `,
})
export class UsageBar {
  /** Bytes. */
  readonly used = input.required<number>();
  /** Bytes; null: nobody says. */
  readonly total = input<number | null>(null);
  /** One sentence, for who doesn't see it. */
  readonly label = input.required<string>();
  /** `full`: something is to be done; `stale`: what is shown isn't of now. */
  readonly state = input<'' | 'full' | 'stale'>('');
  /** As a picture among others: 12 px in a frame, which is the quota. */
  readonly framed = input(false);

  /** It grows, and will be full: a dotted line to the end. */
  readonly forecast = input(false);

  protected readonly percent = computed(() => {
    const total = this.total();
    if (total === null || total <= 0) return 0;
    const percent = (this.used() / total) * 100;
    // A little is seen as a little, and not as nothing.
    return this.used() > 0 ? Math.min(100, Math.max(0.5, percent)) : 0;
  });
}
