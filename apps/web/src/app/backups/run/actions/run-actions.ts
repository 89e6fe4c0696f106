import { Component, computed, inject, Injector, input, output, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../../api/api';
import { cancelBackup } from '../../../api/fn/backups/cancel-backup';
import { checkBackup } from '../../../api/fn/backups/check-backup';
import { updateBackup } from '../../../api/fn/backups/update-backup';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { UpdateBackupDto } from '../../../api/models/update-backup-dto';
import { Icon } from '../../../icons/icon';
import type { Live } from '../../../live/live';
import { Session } from '../../../session/session';
import type { Problem } from '../../../api/models/problem';
import { problemOf } from '../../../feedback/problem-of';
import { AskToDelete } from '../../deleting/ask-to-delete';
import { whyKept } from '../../deleting/what-stays';
import { isLive } from '../is-live';
import { DownloadCopy } from './download-copy';
import { Said } from '../../../feedback/said';

/** What can be done with a run as it is now, by who may. */
@Component({
  selector: 'sb-run-actions',
  imports: [Icon, MatButton, MatIconButton, MatMenuModule],
  templateUrl: './run-actions.html',
  styles: `
    :host {
      display: contents;
    }
    .why {
      max-width: 260px;
    }
  `,
})
export class RunActions {
  readonly live = input.required<Live<BackupDto>>();
  readonly backup = input.required<BackupDto>();
  /** Null: the last one went well. */
  readonly failed = output<Problem | null>();

  private readonly api = inject(Api);
  private readonly injector = inject(Injector);
  private readonly router = inject(Router);
  private readonly downloads = inject(DownloadCopy);
  private readonly deletions = inject(AskToDelete);
  private readonly said = inject(Said);
  protected readonly session = inject(Session);
  protected readonly isBusy = signal(false);

  protected readonly isLive = computed(() => isLive(this.backup()));
  protected readonly canDownload = computed(
    () => this.backup().deletedAt === null && this.backup().copies.some(({ status }) => status === 'stored'),
  );
  protected readonly canCheck = computed(
    () =>
      this.backup().deletedAt === null &&
      this.backup().copies.some(({ status, destinationId }) => status === 'stored' && destinationId !== null),
  );
  /** Null: it can be deleted. */
  protected readonly whyKept = computed(() => whyKept(this.backup()));
  /** Null: it can be cancelled. */
  protected readonly whyNotCancelled = computed(() => {
    const { shownStatus, cancelRequested } = this.backup();
    if (shownStatus === 'finishing') return $localize`Its archive is complete and being stored.`;
    return cancelRequested ? $localize`It is being stopped.` : null;
  });

  protected async cancel(): Promise<void> {
    if (this.whyNotCancelled() !== null) return;
    const { CancelDialog } = await import('./cancel-dialog');
    const { projectName, id } = this.backup();
    if ((await this.ask<boolean>(CancelDialog, projectName)) !== true) return;
    await this.attempt(async () => this.live().set(await this.api.invoke(cancelBackup, { id })));
  }

  protected async download(): Promise<void> {
    await this.attempt(() => this.downloads.begin(this.backup().id));
  }

  protected async lock(): Promise<void> {
    const { LockDialog } = await import('./lock-dialog');
    const notes = await this.ask<string>(LockDialog, this.backup().notes);
    if (notes === undefined) return;
    const changed = notes === this.backup().notes ? {} : { notes };
    if (await this.change({ locked: true, ...changed })) this.confirm($localize`Locked: nothing deletes it.`);
  }

  protected async unlock(): Promise<void> {
    if (await this.change({ locked: false })) this.confirm($localize`Unlocked: its retention rule counts again.`);
  }

  /** How far it is, and what it finds, is shown with the contents. */
  protected async check(): Promise<void> {
    const { id, encrypted } = this.backup();
    const isAsked = await this.attempt(async () => {
      await this.api.invoke(checkBackup, { id, body: { level: encrypted ? 1 : 2 } });
    });
    if (isAsked) await this.router.navigate([], { queryParams: { tab: 'contents' } });
  }

  protected async editNotes(): Promise<void> {
    const { NotesDialog } = await import('./notes-dialog');
    const notes = await this.ask<string>(NotesDialog, this.backup().notes);
    if (notes !== undefined && notes !== this.backup().notes && (await this.change({ notes })))
      this.confirm($localize`Notes saved.`);
  }

  protected async delete(): Promise<void> {
    if ((await this.deletions.ask([this.backup()])) > 0) {
      this.live().reload();
      this.confirm($localize`Deleted; its copies go soon.`);
    }
  }

  private async change(body: UpdateBackupDto): Promise<boolean> {
    return this.attempt(async () =>
      this.live().set(await this.api.invoke(updateBackup, { id: this.backup().id, body })),
    );
  }

  private async attempt(act: () => Promise<void>): Promise<boolean> {
    this.isBusy.set(true);
    try {
      await act();
      this.failed.emit(null);
      return true;
    } catch (error) {
      this.failed.emit(problemOf(error));
      return false;
    } finally {
      this.isBusy.set(false);
    }
  }

  private async ask<R>(dialog: new () => unknown, data: string): Promise<R | undefined> {
    const { MatDialog } = await import('@angular/material/dialog');
    const options = { data, width: '480px' };
    return firstValueFrom(this.injector.get(MatDialog).open<unknown, string, R>(dialog, options).afterClosed());
  }

  private confirm(text: string): void {
    void this.said.say(text);
  }
}
