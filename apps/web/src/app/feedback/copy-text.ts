import { Clipboard } from '@angular/cdk/clipboard';
import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../icons/icon';

/** A button with words that copies a text and says so. Works over plain HTTP too, where browsers have no clipboard of their own. */
@Component({
  selector: 'sb-copy-text',
  imports: [MatButton, Icon],
  template: `
    <button [matButton]="appearance()" type="button" (click)="copy()">
      <sb-icon [name]="done() === true ? 'check' : 'copy'" [size]="18" />{{ shown() }}
    </button>
    <span class="sb-hidden" role="status">{{ said() }}</span>
  `,
})
export class CopyText {
  readonly text = input.required<string>();
  readonly label = input.required<string>();
  readonly appearance = input<'outlined' | 'text'>('outlined');

  private readonly clipboard = inject(Clipboard);
  protected readonly done = signal<boolean | null>(null);
  protected readonly said = computed(() => {
    if (this.done() === null) return '';
    return this.done() === true ? $localize`Copied` : $localize`Mark the text and copy it by hand`;
  });
  protected readonly shown = computed(() => this.said() || this.label());
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected copy(): void {
    this.done.set(this.clipboard.copy(this.text()));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.done.set(null), 2_000);
  }
}
