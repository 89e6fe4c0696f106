import { Component, computed, input } from '@angular/core';
import { areaOf, lineOf } from './series/path';
import { largestOf, type Values } from './series/segments';

const picture = { width: 84, height: 22 } as const;
/** Room for the end's dot. */
const edge = 3;

/** How something went, as small as a word. The last value stands beside it. */
@Component({
  selector: 'sb-spark',
  template: `<svg role="img" width="84" height="22" viewBox="0 0 84 22" [attr.aria-label]="label()">
    <path class="area" [attr.d]="area()" />
    <path class="line" [attr.d]="line()" />
    @if (end(); as end) {
      <circle r="2.2" [attr.cx]="end.x" [attr.cy]="end.y" />
    }
  </svg>`,
  styles: `
    :host {
      display: inline-flex;
    }
    svg {
      direction: ltr;
    }
    .area {
      fill: var(--mat-sys-primary);
      fill-opacity: 0.1;
    }
    .line {
      fill: none;
      stroke: var(--mat-sys-primary);
      stroke-width: 1.5;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    circle {
      fill: var(--mat-sys-primary);
    }
    @media (forced-colors: active) {
      .line {
        stroke: CanvasText;
      }
      circle {
        fill: CanvasText;
      }
    }
  `,
})
export class Spark {
  /** The oldest first, one a day; null: none was measured. */
  readonly values = input.required<Values>();
  /** One sentence, for who doesn't see it. */
  readonly label = input.required<string>();

  private readonly scale = computed(() => {
    const max = largestOf(this.values()) || 1;
    const last = Math.max(1, this.values().length - 1);
    return {
      x: (index: number) => edge + (index / last) * (picture.width - 2 * edge),
      y: (value: number) => picture.height - 1 - (value / max) * (picture.height - 1 - edge),
    };
  });
  protected readonly area = computed(() => areaOf(this.values(), this.scale()));
  protected readonly line = computed(() => lineOf(this.values(), this.scale()));
  protected readonly end = computed(() => {
    const index = this.values().findLastIndex((value) => value !== null);
    if (index === -1) return null;
    return { x: this.scale().x(index), y: this.scale().y(this.values()[index] ?? 0) };
  });
}
