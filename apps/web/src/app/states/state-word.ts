import { Component, input } from '@angular/core';
import { StateMark } from './state-mark';
import type { Word } from './words';

/** A state: its mark and its word, in a chip where it stands alone. */
@Component({
  selector: 'sb-state',
  imports: [StateMark],
  template: `<sb-state-mark [glyph]="word().glyph" [tone]="word().tone" [size]="size()" /><span
      >{{ word().word }}{{ detail() }}</span
    >`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      font-size: 13px;
      line-height: 18px;
      font-weight: 600;
      color: var(--sb-tone);
    }
    :host(.chip) {
      padding: 5px 12px 5px 8px;
      border-radius: 14px;
      background: var(--sb-tone-box);
      --sb-ground: var(--sb-tone-box);
    }
  `,
  host: { '[class]': '"tone-" + word().tone', '[class.chip]': 'chip()' },
})
export class StateWord {
  readonly word = input.required<Word>();
  /** Said right after the word, as `, stalled` or ` (58)`. */
  readonly detail = input('');
  readonly chip = input(false);
  readonly size = input(16);
}
