import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MatButton } from '@angular/material/button';
import type { BackupDto } from '../../../api/models/backup-dto';
import { reauthRequired } from '../../../destinations/trouble/needs-sign-in';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { When } from '../../../format/when';
import { Session } from '../../../session/session';
import { StateMark } from '../../../states/state-mark';
import { copyWords, runWords } from '../../../states/words';
import { canBeCopiedAgain, isLost } from '../copies/copy-again';
import { CopyJob } from '../copies/copy-job';
import type { CopyJobs } from '../copies/copy-jobs';
import { titleOfComponent } from '../contents/component-titles';

/** What is to be known about a run that hasn't failed: gaps, missing copies, another attempt, a deletion. */
@Component({
  selector: 'sb-run-notices',
  imports: [RouterLink, CopyJob, MatButton, ProblemPanel, StateMark, When],
  templateUrl: './run-notices.html',
  styles: `
    :host {
      display: contents;
    }
    .sb-panel {
      --sb-ground: var(--sb-tone-box);
      font-size: 13px;
      line-height: 18px;
    }
    .lacking {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 4px 16px;
    }
    .lacking > span {
      flex: 1 1 240px;
    }
    sb-copy-job {
      max-width: 480px;
    }
  `,
})
export class RunNotices {
  readonly backup = input.required<BackupDto>();
  /** Of this backup to more destinations; null: they are of no concern here. */
  readonly jobs = input<CopyJobs | null>(null);

  protected readonly session = inject(Session);

  protected readonly reauthRequired = reauthRequired;
  protected readonly words = runWords;
  protected readonly gaps = computed(() =>
    this.backup().gaps.map(({ component, reason }) => ({ title: titleOfComponent(component), reason })),
  );
  protected readonly gapsText = computed(() => {
    const { length } = this.gaps();
    return length === 1 ? $localize`1 gap.` : $localize`${length} gaps.`;
  });
  /** Destinations that should have it and don't. */
  protected readonly lacking = computed(() =>
    this.backup()
      .copies.map((copy) => ({
        ...copy,
        job: this.jobs()?.active().get(copy.id) ?? null,
        canBeMade: this.jobs() !== null && canBeCopiedAgain(this.backup(), copy),
        word: copyWords[copy.status].word,
      }))
      .filter((copy) => isLost(copy) || copy.job !== null),
  );
  protected readonly isLate = computed(() => this.backup().shownStatus === 'queued' && this.backup().error !== null);
  protected readonly isDeleting = computed(() =>
    this.backup().copies.some(({ status }) => status === 'delete_pending'),
  );
}
