import { Component, computed, input } from '@angular/core';
import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import { bytes, rate } from '../../../format/bytes';

/** How far it is: in percent only where there is an estimate, else what was read and how fast. */
@Component({
  selector: 'sb-progress-line',
  template: `
    <div
      class="bar"
      role="progressbar"
      aria-label="Progress of the backup"
      i18n-aria-label
      aria-valuemin="0"
      aria-valuemax="100"
      [attr.aria-valuenow]="percent()"
      [attr.aria-valuetext]="text()"
    >
      <i [class.unknown]="percent() === null" [style.inline-size.%]="percent() ?? 100"></i>
    </div>
    <p>{{ text() }}</p>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
    .bar {
      flex: 1 1 240px;
      height: 6px;
      overflow: hidden;
      border-radius: 3px;
      background: var(--sb-run-box);
    }
    i {
      display: block;
      height: 100%;
      border-radius: 3px;
      background: var(--sb-run-mark);
      transition: inline-size 120ms;
    }
    .unknown {
      opacity: 0.35;
    }
    p {
      font-size: 13px;
      line-height: 18px;
    }
  `,
})
export class ProgressLine {
  readonly progress = input.required<BackupProgressDto>();

  /** Null: nobody knows. */
  protected readonly percent = computed(() => {
    const { stage, percent } = this.progress();
    return stage === 'commit' ? null : percent;
  });
  protected readonly text = computed(() => {
    const { stage, rawBytes, bytesPerSecond } = this.progress();
    const percent = this.percent();
    if (stage === 'commit') return $localize`publishing at the destinations`;
    if (percent !== null) return $localize`≈ ${percent} %, from the size of the tables`;
    if (rawBytes === 0) return $localize`not reading yet`;
    return bytesPerSecond === null
      ? $localize`${bytes(rawBytes)} read`
      : $localize`${bytes(rawBytes)} read, ${rate(bytesPerSecond)}`;
  });
}
