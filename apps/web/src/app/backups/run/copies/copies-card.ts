import { MatButton } from '@angular/material/button';
import { Component, computed, inject, input, output } from '@angular/core';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import type { Problem } from '../../../api/models/problem';
import { problemOf } from '../../../feedback/problem-of';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { Session } from '../../../session/session';
import { DownloadCopy } from '../actions/download-copy';
import { noRates, type Rates } from '../pipeline/throughput';
import { canBeCopied, canBeCopiedAgain } from './copy-again';
import { CopyElsewhere } from './copy-elsewhere';
import type { CopyJobs } from './copy-jobs';
import { CopyRow } from './copy-row';

/** The copies of one backup, one a destination. */
@Component({
  selector: 'sb-copies',
  imports: [CopyRow, MatButton, ProblemPanel],
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
        [job]="row.job"
        [again]="row.again"
        [retention]="row.retention"
        [busy]="jobs()?.attempt?.busy() ?? false"
        (cancelled)="jobs()?.cancel($event)"
      />
    }
    @if (jobs()?.attempt?.problem(); as problem) {
      <sb-problem [problem]="problem" effect="The copies that are stored are untouched." i18n-effect />
    }
    @if (mayCopy()) {
      <p class="foot">
        <button matButton type="button" (click)="copyElsewhere()" i18n>Copy to another destination</button>
      </p>
    }
  `,
  styles: `
    .foot {
      padding: 4px 8px;
      border-block-start: 1px solid var(--mat-sys-outline-variant);
    }
    sb-problem {
      display: block;
      padding: 12px 16px;
    }
  `,
  host: { class: 'sb-card' },
})
export class CopiesCard {
  readonly backup = input.required<BackupDto>();
  readonly progress = input<BackupProgressDto | null>(null);
  readonly rates = input<Rates>(noRates);
  /** Of backups to more destinations; null: they are of no concern here. */
  readonly jobs = input<CopyJobs | null>(null);
  readonly failed = output<Problem | null>();

  private readonly session = inject(Session);
  private readonly elsewhere = inject(CopyElsewhere);
  private readonly downloads = inject(DownloadCopy);
  protected readonly rows = computed(() => {
    const { copies, deletedAt, id, retention } = this.backup();
    const jobs = this.jobs();
    const active = jobs?.active();
    const uploads = new Map((this.progress()?.copies ?? []).map((upload) => [upload.copyId, upload]));
    return copies.map((copy) => ({
      copy,
      progress: uploads.get(copy.id) ?? null,
      download: deletedAt === null ? () => void this.begin(id, copy.id) : null,
      job: active?.get(copy.id) ?? null,
      retention: retention.find(({ copyId }) => copyId === copy.id) ?? null,
      again:
        jobs !== null && active?.has(copy.id) === false && canBeCopiedAgain(this.backup(), copy)
          ? () => void jobs.start(copy.destinationId ?? '')
          : null,
    }));
  });
  protected readonly summary = computed(() => {
    const { copies } = this.backup();
    const there = copies.filter(({ status }) => status === 'stored' || status === 'delivered').length;
    return $localize`${there} of ${copies.length} there`;
  });

  protected readonly mayCopy = computed(
    () => this.jobs() !== null && this.session.mayOperate() && canBeCopied(this.backup()),
  );

  protected async copyElsewhere(): Promise<void> {
    const destination = await this.elsewhere.ask(this.backup());
    if (destination !== null) await this.jobs()?.start(destination);
  }

  private async begin(backup: string, copy: string): Promise<void> {
    try {
      await this.downloads.begin(backup, copy);
      this.failed.emit(null);
    } catch (error) {
      this.failed.emit(problemOf(error));
    }
  }
}
