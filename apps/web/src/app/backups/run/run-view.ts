import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MatTabsModule } from '@angular/material/tabs';
import type { Problem } from '../../api/models/problem';
import { Pipeline } from '../../charts/pipeline/pipeline';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Clock } from '../../live/clock';
import { PageTitle } from '../../shell/page-title';
import { runWords } from '../../states/words';
import { RunActions } from './actions/run-actions';
import { announceRun } from './announce-run';
import { ContentsTab } from './contents/contents-tab';
import { CopiesCard } from './copies/copies-card';
import { copyJobs } from './copies/copy-jobs';
import { DownloadOutcome } from './download/download-outcome';
import { FailurePanel } from './failure/failure-panel';
import { RunHead, titleOf } from './head/run-head';
import { isLive, isWhole } from './is-live';
import { logLines } from './log/log-lines';
import { RunLog } from './log/run-log';
import { RunNotices } from './notices/run-notices';
import { liveView } from './pipeline/live-view';
import { recordView } from './pipeline/record-view';
import { stoppedAt } from './pipeline/stopped-at';
import { RescueTab } from './rescue/rescue-tab';
import { runState } from './run-state';

export type RunTab = 'run' | 'contents' | 'copies' | 'rescue';

const tabs: readonly { readonly tab: RunTab; readonly name: string }[] = [
  { tab: 'run', name: $localize`Run` },
  { tab: 'contents', name: $localize`Contents` },
  { tab: 'copies', name: $localize`Copies` },
  { tab: 'rescue', name: $localize`Rescue` },
];

/** A run while it waits, runs, and ever after. */
@Component({
  selector: 'sb-run',
  imports: [
    ContentsTab,
    CopiesCard,
    DownloadOutcome,
    Empty,
    FailurePanel,
    Loading,
    MatTabsModule,
    NgTemplateOutlet,
    Pipeline,
    ProblemPanel,
    RescueTab,
    RouterLink,
    RunActions,
    RunHead,
    RunLog,
    RunNotices,
  ],
  templateUrl: './run-view.html',
  styleUrl: './run-view.scss',
})
export class RunView {
  readonly id = input.required<string>();
  readonly tab = input<RunTab>('run');

  protected readonly run = runState(this.id);
  protected readonly log = logLines(this.id);
  protected readonly announcements = announceRun(this.run);
  protected readonly tabs = tabs;
  /** Of the last thing that somebody tried here. */
  protected readonly problem = signal<Problem | null>(null);
  private readonly clock = inject(Clock);

  protected readonly backup = this.run.backup.value;
  protected readonly jobs = copyJobs(this.backup);
  protected readonly isGone = computed(() => this.run.backup.problem()?.code === 'BACKUP_NOT_FOUND');
  protected readonly view = computed(() => {
    const backup = this.backup();
    if (backup === undefined) return null;
    return isLive(backup) ? liveView(backup, this.run.progress(), this.run.rates()) : recordView(backup);
  });
  protected readonly note = computed(() => {
    const backup = this.backup();
    if (backup === undefined) return '';
    if (isLive(backup)) return this.run.progress() === null ? '' : $localize`now, 2 s mean`;
    return backup.attempt > 1 ? $localize`record of attempt ${backup.attempt}` : $localize`record, with means`;
  });
  protected readonly hasTabs = computed(
    () => this.backup() !== undefined && isWhole(this.backup() ?? { shownStatus: 'failed' }),
  );
  protected readonly shownTab = computed(() => (this.hasTabs() ? this.tab() : 'run'));
  protected readonly hasFailed = computed(() => {
    const status = this.backup()?.shownStatus;
    return status === 'failed' || status === 'interrupted' || status === 'missed';
  });
  /** Beside the log: while copies are made, and where one of them is why it failed. */
  protected readonly showsCopies = computed(() => {
    const backup = this.backup();
    return backup !== undefined && (isLive(backup) || stoppedAt(backup)?.part === 'destinations');
  });

  constructor() {
    const title = inject(PageTitle);
    effect(() => {
      const backup = this.backup();
      if (backup !== undefined) title.set(titleOf(backup, this.clock.minute()), runWords[backup.shownStatus].word);
    });
  }
}
