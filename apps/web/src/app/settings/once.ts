import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CopyButton } from '../feedback/copy-button';
import { FocusHere } from '../feedback/focus-here';
import { Icon } from '../icons/icon';

/** Something that the service tells once and never again: a link, a secret. */
@Component({
  selector: 'sb-once',
  imports: [MatButton, CopyButton, FocusHere, Icon],
  template: `
    <section class="sb-panel tone-warn" sbFocusHere [attr.aria-label]="title()">
      <sb-icon name="key" />
      <div>
        <p role="status">
          <strong>{{ title() }}</strong>&ngsp;<ng-content />
        </p>
        <p class="secret">
          <code tabindex="0" [attr.aria-label]="copyLabel()">{{ secret() }}</code>
          <sb-copy [text]="secret()" [label]="copyLabel()" />
        </p>
      </div>
      <button matButton type="button" (click)="kept.emit()" i18n>I have kept it</button>
    </section>
  `,
  styles: `
    .secret {
      display: flex;
      align-items: center;
      gap: 8px;
      margin-block-start: 8px;
    }
    code {
      padding: 8px 12px;
      border-radius: 8px;
      background: var(--mat-sys-surface-container-lowest);
      font: 12.5px/18px var(--sb-mono);
      overflow-wrap: anywhere;
    }
  `,
})
export class Once {
  readonly title = input.required<string>();
  readonly secret = input.required<string>();
  readonly copyLabel = input.required<string>();
  readonly kept = output();
}
