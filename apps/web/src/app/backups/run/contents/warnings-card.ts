import { Component, input } from '@angular/core';
import type { ContentsWarningsDto } from '../../../api/models/contents-warnings-dto';
import { Icon } from '../../../icons/icon';

/** What the dump wanted to be known: no gap, but worth a look. */
@Component({
  selector: 'sb-warnings',
  imports: [Icon],
  template: `
    <div class="sb-card-head">
      <h2 i18n>Warnings</h2>
      <span class="dense quiet">{{ warnings().count }}</span>
    </div>
    <ul>
      @for (warning of warnings().items; track $index) {
        <li>
          <sb-icon name="warning" [size]="18" />
          <div>
            <p>{{ warning.text }}</p>
            <p class="hint">
              <span class="mono">{{ warning.code }}</span>
              @if (warning.object; as object) {
                <span> · {{ object }}</span>
              }
            </p>
          </div>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      gap: 12px;
      padding: 10px 16px;
      border-block-start: 1px solid var(--mat-sys-outline-variant);
      font-size: 13px;
      line-height: 18px;
      overflow-wrap: anywhere;
    }
    sb-icon {
      color: var(--sb-warn-mark);
    }
    div {
      min-width: 0;
    }
    .mono {
      font-size: 12px;
    }
  `,
  host: { class: 'sb-card' },
})
export class WarningsCard {
  readonly warnings = input.required<ContentsWarningsDto>();
}
