import { Component, computed, input } from '@angular/core';
import type { BackupDto } from '../../../api/models/backup-dto';
import { Icon } from '../../../icons/icon';
import { KeptLines } from './kept-lines';

/** Why it is still there, and when each copy goes. Copies of which the same is said stand together. */
@Component({
  selector: 'sb-kept',
  imports: [Icon, KeptLines],
  template: `
    <h2 i18n>Kept because</h2>
    @if (backup().locked) {
      <p>
        <sb-icon name="lock" [size]="18" />
        <span i18n>It is locked: nothing deletes it until somebody unlocks it.</span>
      </p>
    } @else {
      @for (group of groups(); track group.names) {
        <section [attr.aria-label]="group.names">
          <h3>{{ group.names }}</h3>
          <sb-kept-lines [retention]="group.retention" />
        </section>
      } @empty {
        <p>
          <sb-icon name="info" [size]="18" />
          <span i18n>No copy lies where retention looks: it stays until somebody deletes it.</span>
        </p>
      }
    }
  `,
  styles: `
    :host {
      padding: 16px;
    }
    p {
      display: flex;
      gap: 8px;
      margin-block-start: 8px;
      font-size: 13px;
      line-height: 18px;
    }
    section {
      margin-block-start: 12px;
    }
    h3 {
      margin-block-end: 4px;
      font-size: 13px;
      line-height: 18px;
      overflow-wrap: anywhere;
    }
    sb-icon {
      color: var(--mat-sys-primary);
    }
  `,
  host: { class: 'sb-card' },
})
export class KeptCard {
  readonly backup = input.required<BackupDto>();

  protected readonly groups = computed(() => {
    const { copies, retention } = this.backup();
    const names = new Map(copies.map(({ id, destinationName }) => [id, destinationName]));
    const known = retention.filter(({ copyId }) => names.has(copyId));
    const same = Map.groupBy(known, ({ keptBecause, deletesAt, approvalId }) =>
      JSON.stringify([keptBecause, deletesAt, approvalId !== null]),
    );
    return [...same.values()].flatMap((group) => {
      const [first] = group;
      const list = new Intl.ListFormat('en-GB').format(group.map(({ copyId }) => names.get(copyId) ?? ''));
      return first === undefined ? [] : [{ names: list, retention: first }];
    });
  });
}
