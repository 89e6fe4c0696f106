import { Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatInput } from '@angular/material/input';
import { MatRadioModule } from '@angular/material/radio';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { deleteDestination } from '../../api/fn/storage/delete-destination';
import type { CopyChoice } from '../../api/models/copy-choice';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { Problem } from '../../api/models/problem';
import { problemOf } from '../../feedback/problem-of';
import { ProblemPanel } from '../../feedback/problem-panel';
import { bytes } from '../../format/bytes';
import { formField } from '../../feedback/form-field';

/** Deletes a destination, never what lies there by surprise: that is chosen, and deleting it is typed. */
@Component({
  imports: [FormsModule, MatButton, MatDialogModule, formField, MatInput, MatRadioModule, RouterLink, ProblemPanel],
  templateUrl: './delete-dialog.html',
  styleUrl: './delete-dialog.scss',
})
export class DeleteDialog {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<DeleteDialog, boolean>>(MatDialogRef);
  protected readonly destination = inject<DestinationDto>(MAT_DIALOG_DATA);
  protected readonly hasCopies = this.destination.totalBackups > 0;
  protected readonly copies = copiesText(this.destination);
  protected readonly cannotDelete = this.destination.noDelete || this.destination.config === null;
  protected readonly choice = signal<CopyChoice>('keep');
  protected readonly typed = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly needsTyping = computed(() => this.hasCopies && this.choice() === 'delete');
  protected readonly isReady = computed(() => !this.needsTyping() || this.typed().trim() === this.destination.name);

  protected async delete(): Promise<void> {
    if (!this.isReady() || this.busy()) return;
    const { id } = this.destination;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.api.invoke(deleteDestination, this.hasCopies ? { id, copies: this.choice() } : { id });
      this.dialog.close(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }
}

function copiesText({ totalBackups, totalSize }: DestinationDto): string {
  const size = bytes(totalSize);
  return totalBackups === 1
    ? $localize`1 copy of a backup lies there, ${size}:size:.`
    : $localize`${totalBackups}:count: copies of backups lie there, ${size}:size:.`;
}
