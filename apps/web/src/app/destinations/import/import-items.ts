import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { listImportItems } from '../../api/fn/storage/list-import-items';
import type { ImportItemDto } from '../../api/models/import-item-dto';
import type { ImportJobDto } from '../../api/models/import-job-dto';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { bytes } from '../../format/bytes';
import { live } from '../../live/live';
import type { FoundKind } from './import-kinds';

const most = 50;

/** What of one kind was found: the first of them. */
@Component({
  selector: 'sb-import-items',
  imports: [Loading, ProblemPanel, RouterLink],
  template: `
    @if (page.problem(); as problem) {
      <sb-problem [problem]="problem" [assertive]="false" [retry]="true" (again)="page.reload()" />
    }
    @if (rows(); as items) {
      <ul>
        @for (item of items; track item.id) {
          <li>
            @if (item.link; as link) {
              <a [routerLink]="link">{{ item.name }}</a>
            } @else {
              <strong>{{ item.name }}</strong>
            }
            <span class="mono quiet">{{ item.key }}</span>
            @if (item.text !== '') {
              <span>{{ item.text }}</span>
            }
          </li>
        }
      </ul>
      @if (found().count > items.length) {
        <p class="hint" i18n>The first {{ items.length }} of {{ found().count }}.</p>
      }
    } @else if (page.problem() === null) {
      <sb-loading [rows]="1" />
    }
  `,
  styles: `
    ul {
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-direction: column;
      padding-block: 6px;
      font-size: 13px;
      line-height: 18px;
      overflow-wrap: anywhere;
    }
  `,
})
export class ImportItems {
  readonly job = input.required<ImportJobDto>();
  readonly found = input.required<FoundKind>();

  private readonly api = inject(Api);
  protected readonly page = live({
    by: () => ({ id: this.job().destinationId, jobId: this.job().id, kind: this.found().kind, limit: most }),
    load: (by) => this.api.invoke(listImportItems, by),
  });
  protected readonly rows = computed(() => this.page.value()?.items.map((item) => shownItem(item, this.job().mode)));
}

function shownItem({ id, key, kind, projectName, backupId, size, text, facts }: ImportItemDto, mode: string) {
  const isKnown = kind !== 'new' || mode === 'add';
  const parts = [
    projectName,
    size === null ? null : bytes(size),
    facts?.encrypted === true ? $localize`encrypted` : null,
  ];
  return {
    id,
    key,
    name: parts.filter((part) => part !== null).join(' · ') || $localize`a file`,
    link: isKnown && backupId !== null && kind !== 'forgotten' ? ['/backups', backupId] : null,
    text: text ?? '',
  };
}
