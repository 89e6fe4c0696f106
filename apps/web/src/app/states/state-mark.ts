import { Component, computed, input } from '@angular/core';
import { Icon } from '../icons/icon';
import { glyphs, isDrawn, type Glyph, type GlyphName } from './glyphs';
import type { Tone } from './tone';

/** The mark of a state, without its word: only beside the word, or where a text says the same. */
@Component({
  selector: 'sb-state-mark',
  imports: [Icon],
  template: `
    @if (icon(); as name) {
      <sb-icon [name]="name" [size]="size()" />
    } @else {
      <svg
        [attr.width]="size()"
        [attr.height]="size()"
        viewBox="0 0 16 16"
        aria-hidden="true"
        focusable="false"
        [class.turning]="glyph() === 'running'"
      >
        @if (glyph() === 'running') {
          <circle class="track" cx="8" cy="8" r="5.7" />
        }
        @if (shape().solid; as solid) {
          <path class="solid" [attr.d]="solid" />
        }
        @if (shape().cut; as cut) {
          <path class="cut" [attr.d]="cut" />
        }
        @if (shape().line; as line) {
          <path class="line" [class.dashed]="shape().dashed" [attr.d]="line" />
        }
      </svg>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      line-height: 0;
      color: var(--sb-tone-mark);
    }
    .solid {
      fill: currentColor;
    }
    .cut,
    .line,
    .track {
      fill: none;
      stroke-width: 1.6;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .cut {
      stroke: var(--sb-ground, var(--mat-sys-surface-container-lowest));
    }
    .line {
      stroke: currentColor;
    }
    .track {
      stroke: currentColor;
      opacity: 0.25;
    }
    .dashed {
      stroke-dasharray: 2.2 2.2;
    }
    .turning .line {
      transform-origin: center;
      animation: turn 1.4s linear infinite;
    }
    @keyframes turn {
      to {
        transform: rotate(360deg);
      }
    }
  `,
  host: { '[class]': '"tone-" + tone()' },
})
export class StateMark {
  readonly glyph = input.required<GlyphName>();
  readonly tone = input.required<Tone>();
  readonly size = input(16);

  protected readonly icon = computed(() => {
    const glyph = this.glyph();
    return isDrawn(glyph) ? glyph : null;
  });
  protected readonly shape = computed((): Glyph => {
    const glyph = this.glyph();
    return isDrawn(glyph) ? {} : glyphs[glyph];
  });
}
