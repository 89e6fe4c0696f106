import { Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatRadioModule } from '@angular/material/radio';
import { RouterLink } from '@angular/router';
import { Api } from '../../../api/api';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { DestinationDto } from '../../../api/models/destination-dto';
import { allDestinations } from '../../../destinations/all-destinations';
import { wordOf } from '../../../destinations/destination-state';
import { Empty } from '../../../feedback/empty';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { bytes } from '../../../format/bytes';
import { live } from '../../../live/live';
import { StateWord } from '../../../states/state-word';
import { whyNotThere } from '../../back-up-now/choices';

/** To which destination. Closes with its id. */
@Component({
  imports: [
    FormsModule,
    MatButton,
    MatDialogModule,
    MatRadioModule,
    RouterLink,
    Empty,
    Loading,
    ProblemPanel,
    StateWord,
  ],
  templateUrl: './copy-dialog.html',
  styleUrl: './copy-dialog.scss',
})
export class CopyDialog {
  private readonly api = inject(Api);
  protected readonly dialog = inject<MatDialogRef<CopyDialog, string>>(MatDialogRef);
  protected readonly backup = inject<BackupDto>(MAT_DIALOG_DATA);

  protected readonly destinations = live({ by: () => 'all', load: () => allDestinations(this.api) });
  protected readonly choices = computed(() =>
    this.destinations.value()?.map((destination) => ({
      destination,
      word: wordOf(destination),
      why: whyNotThere(destination) ?? this.whyNotAgain(destination),
    })),
  );
  protected readonly hasChoice = computed(() => this.choices()?.some(({ why }) => why === null) ?? false);
  protected readonly chosen = signal<string | null>(null);
  protected readonly source = computed(() => {
    const { copies, storedBytes } = this.backup;
    const names = copies.filter(({ status }) => status === 'stored').map(({ destinationName }) => destinationName);
    const where = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(names);
    return storedBytes === null
      ? $localize`It is read from ${where}:names:, and its SHA-256 is compared on the way.`
      : $localize`${bytes(storedBytes)}:size: are read from ${where}:names:, and the SHA-256 is compared on the way.`;
  });

  protected copy(): void {
    const chosen = this.chosen();
    if (chosen !== null) this.dialog.close(chosen);
  }

  private whyNotAgain({ id }: DestinationDto): string | null {
    const copy = this.backup.copies.find(({ destinationId }) => destinationId === id);
    switch (copy?.status) {
      case 'stored':
        return $localize`it is stored there`;
      case 'pending':
      case 'uploading':
        return $localize`it is on its way there`;
      case 'delete_pending':
        return $localize`its copy there is being deleted`;
      default:
        return null;
    }
  }
}
