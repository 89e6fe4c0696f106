import { Component, computed, input } from '@angular/core';
import type { ContentsLimitDto } from '../../../api/models/contents-limit-dto';
import { CopyButton } from '../../../feedback/copy-button';
import { exactCount } from '../../../format/count';

/** What no backup of a database can hold: named, with what sets it again after a restore. */
@Component({
  selector: 'sb-limits',
  imports: [CopyButton],
  template: `
    <p class="hint" i18n>Limits, not gaps: what no backup of a database can hold is listed by name.</p>
    @for (limit of rows(); track limit.id) {
      <details>
        <summary>{{ limit.title }}</summary>
        @if (limit.statements.length > 0) {
          <div class="statements">
            <pre tabindex="0">{{ limit.text }}</pre>
            <sb-copy [text]="limit.text" label="Copy the statements" i18n-label />
          </div>
        } @else {
          <ul>
            @for (name of limit.objects.items; track name) {
              <li>{{ name }}</li>
            }
          </ul>
        }
      </details>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 16px;
      border-block-start: 1px solid var(--mat-sys-outline-variant);
      font-size: 13px;
      line-height: 18px;
    }
    details {
      margin-block-start: 8px;
    }
    summary {
      min-height: 24px;
      cursor: pointer;
    }
    ul {
      padding-inline-start: 20px;
      overflow-wrap: anywhere;
    }
    .statements {
      display: flex;
      align-items: flex-start;
    }
    pre {
      flex: 1;
      min-width: 0;
      max-height: 160px;
      margin: 4px 0 0;
      overflow: auto;
      font: 12px/18px var(--sb-mono);
    }
  `,
})
export class LimitsList {
  readonly limits = input.required<readonly ContentsLimitDto[]>();

  protected readonly rows = computed(() =>
    this.limits()
      .filter(({ objects }) => objects.count > 0)
      .map((limit) => ({
        ...limit,
        title: `${titleOf(limit.id)}: ${exactCount(limit.objects.count)}`,
        text: limit.statements.join('\n'),
      })),
  );
}

const titles: Readonly<Partial<Record<string, string>>> = {
  login_passwords: $localize`Login passwords, to be set again`,
  vault_secrets: $localize`Vault values, to be set again`,
  user_mapping_options: $localize`Passwords of foreign servers, to be set again`,
  platform_only_tables: $localize`Tables that only the platform can read`,
  storage_files: $localize`Files in Storage, to be copied by other means`,
};

const titleOf = (id: string): string => titles[id] ?? id;
