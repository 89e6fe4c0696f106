import { Clipboard } from '@angular/cdk/clipboard';
import { Component, DestroyRef, inject, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Icon } from '../icons/icon';

/** Copies a text, and says for a moment that it did. Works over plain HTTP too, where browsers have no clipboard of their own. */
@Component({
  selector: 'sb-copy',
  imports: [MatIconButton, Icon],
  template: `
    <button matIconButton type="button" [attr.aria-label]="label()" [title]="label()" (click)="copy()">
      <sb-icon [name]="done() === true ? 'check' : 'copy'" [size]="18" />
    </button>
    <span class="sb-hidden" role="status">
      @if (done() === true) {
        <ng-container i18n>Copied</ng-container>
      } @else if (done() === false) {
        <ng-container i18n>The browser does not allow copying: mark the text and copy it by hand.</ng-container>
      }
    </span>
  `,
  styles: `
    :host {
      display: inline-flex;
      position: relative;
    }
    button {
      --mat-icon-button-state-layer-size: 32px;
      --mat-icon-button-icon-size: 18px;
      padding: 7px;
    }
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  /** Verb and object: `Copy the SHA-256`. */
  readonly label = input.required<string>();

  private readonly clipboard = inject(Clipboard);
  protected readonly done = signal<boolean | null>(null);
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
