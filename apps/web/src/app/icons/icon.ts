import { Component, computed, input } from '@angular/core';
import { iconPaths, type IconName } from './paths';

/** A drawing beside a word: never read aloud, never the only thing that says something. */
@Component({
  selector: 'sb-icon',
  template: `<svg
    [attr.width]="size()"
    [attr.height]="size()"
    viewBox="0 -960 960 960"
    aria-hidden="true"
    focusable="false"
  >
    <path [attr.d]="path()" fill="currentColor" />
  </svg>`,
  styles: ':host { display: inline-flex; flex: none; line-height: 0 }',
})
export class Icon {
  readonly name = input.required<IconName>();
  /** Pixels: 20, inside text 16 or 18. */
  readonly size = input(20);

  protected readonly path = computed(() => iconPaths[this.name()]);
}
