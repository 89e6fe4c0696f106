import { Component, computed, inject, input, output } from '@angular/core';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import type { Problem } from '../../../api/models/problem';
import { problemOf } from '../../../feedback/problem-of';
import { DownloadCopy } from '../actions/download-copy';
import { noRates, type Rates } from '../pipeline/throughput';
import { CopyRow } from './copy-row';

/** The copies of one backup, one a destination. */
@Component({
  selector: 'sb-copies',
  imports: [CopyRow],
  template: `
    <div class="sb-card-head">
      <h2 i18n>Copies</h2>
      <span class="dense quiet">{{ summary() }}</span>
    </div>
    @for (row of rows(); track row.copy.id) {
      <sb-copy-row
        [copy]="row.copy"
        [progress]="row.progress"
        [archiveBytes]="progress()?.archiveBytes ?? 0"
        [hasOthers]="rows().length > 1"
        [quiet]="rates().quiet.get(row.copy.id) ?? 0"
        [download]="row.download"
      />
    }
  `,
  host: { class: 'sb-card' },
})
export class CopiesCard {
  readonly backup = input.required<BackupDto>();
  readonly progress = input<BackupProgressDto | null>(null);
  readonly rates = input<Rates>(noRates);
  readonly failed = output<Problem | null>();

  private readonly downloads = inject(DownloadCopy);
  protected readonly rows = computed(() => {
    const { copies, deletedAt, id } = this.backup();
    const uploads = new Map((this.progress()?.copies ?? []).map((upload) => [upload.copyId, upload]));
    return copies.map((copy) => ({
      copy,
      progress: uploads.get(copy.id) ?? null,
      download: deletedAt === null ? () => void this.begin(id, copy.id) : null,
    }));
  });
  protected readonly summary = computed(() => {
    const { copies } = this.backup();
    const there = copies.filter(({ status }) => status === 'stored' || status === 'delivered').length;
    return $localize`${there} of ${copies.length} there`;
  });

  private async begin(backup: string, copy: string): Promise<void> {
    try {
      await this.downloads.begin(backup, copy);
      this.failed.emit(null);
    } catch (error) {
      this.failed.emit(problemOf(error));
    }
  }
}
