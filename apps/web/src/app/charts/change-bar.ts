import { Component, computed, input } from '@angular/core';

const picture = { width: 76, height: 14, bar: 8 } as const;
/** A shrink of more than this is worth a look, percent. */
const much = 15;
/** Whatever changed is seen, pixels. */
const thinnest = 3;

/** How much more or less something became: a bar to the right or to the left of its zero. The number stands beside it. */
@Component({
  selector: 'sb-change-bar',
  template: `<svg
    role="img"
    [attr.aria-label]="label()"
    [attr.width]="picture.width"
    [attr.height]="picture.height"
    [attr.viewBox]="'0 0 ' + picture.width + ' ' + picture.height"
  >
    <path class="zero" [attr.d]="'M' + picture.width / 2 + ' 1v12'" />
    @if (bar(); as bar) {
      <rect
        y="3"
        rx="2"
        [attr.x]="bar.x"
        [attr.width]="bar.width"
        [attr.height]="picture.bar"
        [class.shrank]="bar.isMuch"
      />
    }
  </svg>`,
  styles: `
    :host {
      display: inline-flex;
      vertical-align: middle;
    }
    svg {
      direction: ltr;
    }
    .zero {
      stroke: var(--mat-sys-outline-variant);
    }
    rect {
      fill: var(--mat-sys-primary);
      fill-opacity: 0.78;
    }
    .shrank {
      fill: var(--sb-warn-mark);
      fill-opacity: 1;
    }
    @media (forced-colors: active) {
      rect {
        fill: CanvasText;
      }
    }
  `,
})
export class ChangeBar {
  /** Of what was before; 0: nothing changed. More than 100 % is drawn as 100 %. */
  readonly percent = input.required<number>();

  protected readonly picture = picture;
  protected readonly bar = computed(() => barOf(this.percent()));
  protected readonly label = computed(() => {
    const percent = this.percent();
    if (percent === 0) return $localize`unchanged`;
    const size = Math.abs(percent) < 1 ? $localize`less than 1` : String(Math.round(Math.abs(percent)));
    return percent > 0 ? $localize`${size} % more` : $localize`${size} % less`;
  });
}

/** As long as the root of the change, so that one per cent is seen beside ninety; null: nothing changed. */
export function barOf(
  percent: number,
): { readonly x: number; readonly width: number; readonly isMuch: boolean } | null {
  if (percent === 0) return null;
  const half = picture.width / 2;
  const width = Math.max(thinnest, half * Math.sqrt(Math.min(1, Math.abs(percent) / 100)));
  return { x: percent > 0 ? half : half - width, width, isMuch: percent < -much };
}
