import { Component, DestroyRef, inject, input, signal } from '@angular/core';

/** Nothing for 150 ms, then the rows to come in grey, after 5 s a word (design/ux.md §6). */
@Component({
  selector: 'sb-loading',
  template: `
    @if (stage() > 0) {
      <div aria-hidden="true">
        @for (row of [].constructor(rows()); track $index) {
          <div class="row"><i></i><i class="wide"></i><i></i></div>
        }
      </div>
    }
    <p class="hint" role="status">
      @if (stage() > 1) {
        <span i18n>still loading…</span>
      } @else {
        <span class="sb-hidden" i18n>Loading</span>
      }
    </p>
  `,
  styles: `
    :host {
      display: block;
      min-height: 52px;
    }
    .row {
      display: flex;
      gap: 12px;
      padding: 22px 16px;
      border-block-start: 1px solid var(--mat-sys-outline-variant);
    }
    .row:first-child {
      border: 0;
    }
    i {
      flex: 1;
      height: 8px;
      border-radius: 4px;
      background: var(--mat-sys-surface-container-high);
    }
    .wide {
      flex: 4;
    }
    p {
      padding-inline: 16px;
    }
  `,
})
export class Loading {
  readonly rows = input(3);
  protected readonly stage = signal(0);

  constructor() {
    const timers = [setTimeout(() => this.stage.set(1), 150), setTimeout(() => this.stage.set(2), 5_000)];
    inject(DestroyRef).onDestroy(() => timers.forEach(clearTimeout));
  }
}
