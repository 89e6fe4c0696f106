import { Component, computed, input } from '@angular/core';
import type { BackupDto } from '../../../api/models/backup-dto';
import { When } from '../../../format/when';
import { StateMark } from '../../../states/state-mark';
import { copyWords, runWords } from '../../../states/words';
import { titleOfComponent } from '../contents/component-titles';

/** What is to be known about a run that hasn't failed: gaps, missing copies, another attempt, a deletion. */
@Component({
  selector: 'sb-run-notices',
  imports: [StateMark, When],
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
  `,
})
export class RunNotices {
  readonly backup = input.required<BackupDto>();

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
      .copies.filter(({ status }) => status === 'failed' || status === 'missing' || status === 'damaged')
      .map(({ destinationName, status, error }) => ({ destinationName, word: copyWords[status].word, error })),
  );
  protected readonly isLate = computed(() => this.backup().shownStatus === 'queued' && this.backup().error !== null);
  protected readonly isDeleting = computed(() =>
    this.backup().copies.some(({ status }) => status === 'delete_pending'),
  );
}
