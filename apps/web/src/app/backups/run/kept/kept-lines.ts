import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CopyRetentionDto } from '../../../api/models/copy-retention-dto';
import { dateFormat } from '../../../format/date-format';
import { exactMoment, viewerZone } from '../../../format/moment';
import { Icon } from '../../../icons/icon';

/** Why one copy is kept, and when it goes: "newest of week 47 (weekly 2 of 4)", "will be deleted on 12 Jan". */
@Component({
  selector: 'sb-kept-lines',
  imports: [Icon, RouterLink],
  template: `
    @for (reason of retention().keptBecause; track $index) {
      <p>
        <sb-icon name="lock" [size]="16" /><span>{{ reason }}</span>
      </p>
    }
    @if (retention().approvalId !== null) {
      <p>
        <sb-icon name="hourglass" [size]="16" /><span
          ><ng-container i18n>It would be deleted, and waits for an owner to approve that.</ng-container>&ngsp;<a
            routerLink="/schedules"
            i18n
            >See the list</a
          ></span
        >
      </p>
    } @else if (goes(); as at) {
      <p>
        <sb-icon name="delete-pending" [size]="16" /><span
          ><ng-container i18n>will be deleted on</ng-container>&ngsp;<time
            [attr.datetime]="retention().deletesAt"
            [title]="at.exact"
            >{{ at.day }}</time
          ><ng-container i18n>, if backups go on as planned</ng-container></span
        >
      </p>
    } @else if (retention().keptBecause.length > 0) {
      <p class="quiet"><span i18n>Nobody knows yet when it goes.</span></p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 4px;
      font-size: 13px;
      line-height: 18px;
    }
    p {
      display: flex;
      gap: 8px;
      overflow-wrap: anywhere;
    }
    sb-icon {
      margin-block-start: 1px;
      color: var(--mat-sys-primary);
    }
  `,
})
export class KeptLines {
  readonly retention = input.required<CopyRetentionDto>();

  protected readonly goes = computed(() => {
    const { deletesAt } = this.retention();
    if (deletesAt === null) return null;
    const date = new Date(deletesAt);
    const year = date.getFullYear() === new Date().getFullYear() ? {} : ({ year: 'numeric' } as const);
    const day = dateFormat({ day: 'numeric', month: 'short', ...year, timeZone: viewerZone() }).format(date);
    return { day, exact: exactMoment(date) };
  });
}
