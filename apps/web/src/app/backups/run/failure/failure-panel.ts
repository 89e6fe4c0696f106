import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../api/api';
import type { BackupDto } from '../../../api/models/backup-dto';
import { CopyButton } from '../../../feedback/copy-button';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { When } from '../../../format/when';
import { Icon } from '../../../icons/icon';
import { live } from '../../../live/live';
import { Session } from '../../../session/session';
import { StateMark } from '../../../states/state-mark';
import { runWords } from '../../../states/words';
import { BackUpNowDialogs } from '../../back-up-now/back-up-now-dialogs';
import { isOfDestination } from '../pipeline/stopped-at';
import { earlierRuns, historyOf } from './earlier-runs';

/** Why a run failed: the sentence, what it means for the data, whether it is new, what to do, the code. */
@Component({
  selector: 'sb-failure',
  imports: [CopyButton, Icon, Loading, MatButton, ProblemPanel, RouterLink, StateMark, When],
  templateUrl: './failure-panel.html',
  styleUrl: './failure-panel.scss',
  host: { '[class]': '"tone-" + word().tone' },
})
export class FailurePanel {
  readonly backup = input.required<BackupDto>();

  private readonly api = inject(Api);
  private readonly dialogs = inject(BackUpNowDialogs);
  protected readonly session = inject(Session);
  protected readonly earlier = live({ by: () => this.backup().id, load: () => earlierRuns(this.api, this.backup()) });
  protected readonly word = computed(() => runWords[this.backup().shownStatus]);
  protected readonly text = computed(
    () => this.backup().error?.text ?? $localize`Nobody wrote down why this run ended so.`,
  );
  protected readonly history = computed(() => {
    const runs = this.earlier.value();
    return runs === undefined ? '' : historyOf(runs, this.backup().attempt);
  });
  protected readonly isOfDestination = computed(() => isOfDestination(this.backup().error?.code ?? ''));
  /** What was to run it; null: it was no plan that failed. */
  protected readonly scheduleOfMissed = computed(() =>
    this.backup().shownStatus === 'missed' ? this.backup().scheduleId : null,
  );
  /** Whether anything of it lies anywhere. */
  protected readonly isGone = computed(
    () => this.backup().shownStatus !== 'missed' && this.backup().copies.every(({ status }) => status === 'failed'),
  );

  protected backUp(): void {
    void this.dialogs.open(this.backup().projectId);
  }
}
