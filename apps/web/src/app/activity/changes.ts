import { Component, input } from '@angular/core';
import type { AuditChangeDto } from '../api/models/audit-change-dto';
import { Icon } from '../icons/icon';

/** What a change did: field, before → after. Of secrets and long texts only that they were changed. */
@Component({
  selector: 'sb-changes',
  imports: [Icon],
  template: `
    @for (change of changes(); track change.field) {
      <p>
        <span class="quiet">{{ nameOf(change.field) }}</span>
        @if (change.hidden) {
          <span class="value" i18n>changed</span>
        } @else {
          @if (change.before !== null) {
            <del class="value"><span class="sb-hidden" i18n>before: </span>{{ shown(change.before) }}</del>
          }
          <sb-icon name="forward" [size]="16" />
          @if (change.after !== null) {
            <ins class="value"><span class="sb-hidden" i18n>after: </span>{{ shown(change.after) }}</ins>
          } @else {
            <span class="value" i18n>removed</span>
          }
        }
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 6px;
      padding-block-start: 4px;
      font-size: 12px;
      line-height: 16px;
    }
    .value {
      padding: 2px 8px;
      border-radius: 6px;
      background: var(--mat-sys-surface-container);
      font-weight: 500;
      text-decoration: none;
      overflow-wrap: anywhere;
    }
    del.value {
      color: var(--mat-sys-on-surface-variant);
      text-decoration: line-through;
    }
  `,
})
export class Changes {
  readonly changes = input.required<readonly AuditChangeDto[]>();

  protected shown(value: string | number | boolean): string {
    if (typeof value === 'boolean') return value ? $localize`on` : $localize`off`;
    return String(value);
  }

  /** `config.maxSize` is the setting `maxSize`. */
  protected nameOf(field: string): string {
    return field.replace(/^(config|connection|defaults)\./, '');
  }
}
