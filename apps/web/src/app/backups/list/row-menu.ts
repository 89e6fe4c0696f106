import { Component, computed, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { Api } from '../../api/api';
import { updateBackup } from '../../api/fn/backups/update-backup';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import type { Problem } from '../../api/models/problem';
import { problemOf } from '../../feedback/problem-of';
import { Icon } from '../../icons/icon';
import { Session } from '../../session/session';
import { whyKept } from '../deleting/what-stays';
import { DownloadCopy } from '../run/actions/download-copy';

/** What can be done with one backup from the list. */
@Component({
  selector: 'sb-row-menu',
  imports: [Icon, MatIconButton, MatMenuModule],
  template: `
    <button matIconButton type="button" [attr.aria-label]="label()" [matMenuTriggerFor]="menu">
      <sb-icon name="more" />
    </button>
    <mat-menu #menu="matMenu">
      @if (canDownload()) {
        <button mat-menu-item type="button" (click)="download()">
          <sb-icon name="download" /> <ng-container i18n>Download</ng-container>
        </button>
      }
      <button mat-menu-item type="button" (click)="lock(!backup().locked)">
        <sb-icon [name]="backup().locked ? 'lock-open' : 'lock'" />
        @if (backup().locked) {
          <ng-container i18n>Unlock</ng-container>
        } @else {
          <ng-container i18n>Lock, so that nothing deletes it</ng-container>
        }
      </button>
      @if (session.isOwner() && canDelete()) {
        <button mat-menu-item type="button" (click)="deleted.emit()">
          <sb-icon name="delete" /> <ng-container i18n>Delete…</ng-container>
        </button>
      }
    </mat-menu>
  `,
})
export class RowMenu {
  readonly backup = input.required<BackupSummaryDto>();
  /** What it is called: `shop, 24 Nov 08:30`. */
  readonly name = input.required<string>();
  readonly changed = output<BackupSummaryDto>();
  /** It is to be deleted. */
  readonly deleted = output();
  readonly failed = output<Problem>();

  private readonly api = inject(Api);
  private readonly downloads = inject(DownloadCopy);
  protected readonly session = inject(Session);
  protected readonly label = computed(() => $localize`More for the backup ${this.name()}`);
  protected readonly canDownload = computed(() => this.backup().copies.some(({ status }) => status === 'stored'));
  protected readonly canDelete = computed(() => whyKept(this.backup()) === null);

  protected async download(): Promise<void> {
    try {
      await this.downloads.begin(this.backup().id);
    } catch (error) {
      this.failed.emit(problemOf(error));
    }
  }

  protected async lock(locked: boolean): Promise<void> {
    try {
      this.changed.emit(await this.api.invoke(updateBackup, { id: this.backup().id, body: { locked } }));
    } catch (error) {
      this.failed.emit(problemOf(error));
    }
  }
}
