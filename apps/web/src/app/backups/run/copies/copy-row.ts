import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { BackupCopyDto } from '../../../api/models/backup-copy-dto';
import type { CopyJobDto } from '../../../api/models/copy-job-dto';
import type { CopyRetentionDto } from '../../../api/models/copy-retention-dto';
import type { CopyProgressDto } from '../../../api/models/copy-progress-dto';
import { CopyButton } from '../../../feedback/copy-button';
import { bytes } from '../../../format/bytes';
import { duration } from '../../../format/duration';
import { When } from '../../../format/when';
import { Icon } from '../../../icons/icon';
import { Clock } from '../../../live/clock';
import { Session } from '../../../session/session';
import { StateWord } from '../../../states/state-word';
import { copyWords, type Word } from '../../../states/words';
import { stalledAfter } from '../pipeline/throughput';
import { KeptLines } from '../kept/kept-lines';
import { CopyJob } from './copy-job';

/** One destination's copy: how it is, where it lies, how to know it again, and why it isn't there. */
@Component({
  selector: 'sb-copy-row',
  imports: [CopyButton, CopyJob, Icon, KeptLines, MatButton, StateWord, When],
  templateUrl: './copy-row.html',
  styleUrl: './copy-row.scss',
})
export class CopyRow {
  readonly copy = input.required<BackupCopyDto>();
  /** Of its upload, while it runs. */
  readonly progress = input<CopyProgressDto | null>(null);
  /** Bytes of the archive so far. */
  readonly archiveBytes = input(0);
  /** Seconds for which it has taken nothing although there is something. */
  readonly quiet = input(0);
  /** There are other copies that go on without it. */
  readonly hasOthers = input(false);
  /** Offers the download; null: it can't be downloaded from here. */
  readonly download = input<(() => void) | null>(null);

  /** It is being made from another copy. */
  readonly job = input<CopyJobDto | null>(null);
  /** Makes it again from another copy; null: it can't be, or needn't. */
  readonly again = input<(() => void) | null>(null);
  /** Why it is kept and when it goes; null: nobody knows. */
  readonly retention = input<CopyRetentionDto | null>(null);
  /** Something was asked for and isn't answered yet. */
  readonly busy = input(false);
  readonly cancelled = output<CopyJobDto>();

  private readonly clock = inject(Clock);
  protected readonly session = inject(Session);
  protected readonly isStalled = computed(() => this.progress() !== null && this.quiet() >= stalledAfter);
  protected readonly word = computed((): Word => {
    const { status } = this.copy();
    // The record of a copy follows its first bytes.
    const isTaking = status === 'pending' && this.progress()?.status === 'uploading';
    const word = copyWords[isTaking ? 'uploading' : status];
    return this.isStalled() ? { word: word.word, glyph: 'triangle', tone: 'warn' } : word;
  });
  /** What is done about it by itself, and when; null: nothing is, or it is being done. */
  protected readonly retry = computed(() => {
    const { retryAt, status } = this.copy();
    if (retryAt === null || new Date(retryAt) <= this.clock.minute()) return null;
    const text =
      status === 'delete_pending'
        ? $localize`Deleting it is tried again`
        : $localize`What it may have left there is looked for`;
    return { at: retryAt, text };
  });
  protected readonly size = computed(() => {
    const { size } = this.copy();
    return size === null ? '' : bytes(size);
  });
  /** 0 to 100. */
  protected readonly taken = computed(() => {
    const progress = this.progress();
    const all = this.archiveBytes();
    return progress === null || all === 0 ? 0 : Math.min(100, (100 * progress.storedBytes) / all);
  });
  protected readonly takenText = computed(() => bytes(this.progress()?.storedBytes ?? 0));
  protected readonly queue = computed(() =>
    bytes(Math.max(0, this.archiveBytes() - (this.progress()?.storedBytes ?? 0))),
  );
  protected readonly stalled = $localize`, stalled`;
  protected readonly quietText = computed(() => duration(this.quiet()));

  protected takenBy(name: string): string {
    return $localize`What ${name} has taken`;
  }
}
