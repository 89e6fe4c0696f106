import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatInput } from '@angular/material/input';
import { Api } from '../../api/api';
import { deleteBackup } from '../../api/fn/backups/delete-backup';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import type { Problem } from '../../api/models/problem';
import { Loading } from '../../feedback/loading';
import { problemOf } from '../../feedback/problem-of';
import { ProblemPanel } from '../../feedback/problem-panel';
import { moment } from '../../format/moment';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { whatStays, whyKept } from './what-stays';
import { formField } from '../../feedback/form-field';

interface Refused {
  readonly backup: BackupSummaryDto;
  readonly problem: Problem;
}

/** Names what goes and what stays. Where the last whole backup of a project goes, its name is to be typed. */
@Component({
  imports: [Icon, Loading, MatButton, MatDialogModule, formField, MatInput, ProblemPanel],
  templateUrl: './delete-dialog.html',
  styleUrl: './delete-dialog.scss',
})
export class DeleteDialog {
  private readonly api = inject(Api);
  /** Closes with how many were deleted. */
  private readonly dialog = inject<MatDialogRef<DeleteDialog, number>>(MatDialogRef);
  protected readonly backups = inject<readonly BackupSummaryDto[]>(MAT_DIALOG_DATA);

  protected readonly going = this.backups.filter((backup) => whyKept(backup) === null);
  protected readonly kept = this.backups.flatMap((backup) => {
    const why = whyKept(backup);
    return why === null ? [] : [{ backup, why }];
  });
  protected readonly stays = live({ by: () => this.going, load: (going) => whatStays(this.api, going) });
  protected readonly typed = signal('');
  protected readonly isDeleting = signal(false);
  protected readonly refused = signal<readonly Refused[]>([]);
  private deleted = 0;

  /** The projects that would have no whole backup left. */
  protected readonly lasts = computed(() => (this.stays.value() ?? []).filter(({ isLast }) => isLast));
  protected readonly lastNames = computed(() =>
    this.lasts()
      .map(({ projectName }) => projectName)
      .join(', '),
  );
  /** To be typed; null: nothing is. */
  protected readonly word = computed(() => this.lasts()[0]?.projectName ?? null);
  /** Why it can't be done yet. */
  protected readonly reason = computed(() => {
    if (this.going.length === 0) return $localize`None of these can be deleted now.`;
    if (this.stays.value() === undefined) return $localize`What stays isn't known yet.`;
    const word = this.word();
    return word !== null && this.typed().trim() !== word ? $localize`Type ${word} to go on.` : null;
  });

  protected name({ projectName, createdAt }: BackupSummaryDto): string {
    return `${projectName}, ${moment(new Date(createdAt))}`;
  }

  protected wholeBackups(amount: number): string {
    return amount === 1 ? $localize`1 whole backup` : $localize`${amount} whole backups`;
  }

  protected date(at: string): string {
    return moment(new Date(at));
  }

  protected close(): void {
    this.dialog.close(this.deleted);
  }

  protected async deleteAll(): Promise<void> {
    if (this.reason() !== null || this.isDeleting()) return;
    this.isDeleting.set(true);
    const refused: Refused[] = [];
    for (const backup of this.going) {
      try {
        // Typed where it was the last whole one; the service asks for it there.
        const isLast = this.lasts().some(({ projectId }) => projectId === backup.projectId);
        await this.api.invoke(deleteBackup, { id: backup.id, ...(isLast ? { confirm: backup.projectName } : {}) });
        this.deleted += 1;
      } catch (error) {
        // One that is in use doesn't keep the others.
        refused.push({ backup, problem: problemOf(error) });
      }
    }
    this.isDeleting.set(false);
    if (refused.length === 0) this.close();
    else this.refused.set(refused);
  }
}
