import { Component, computed, input } from '@angular/core';
import type { BackupDto } from '../../../api/models/backup-dto';
import { CopyText } from '../../../feedback/copy-text';
import { bytes } from '../../../format/bytes';
import { exactCount } from '../../../format/count';
import { StateMark } from '../../../states/state-mark';
import { copyWords, runWords } from '../../../states/words';
import { isLive } from '../is-live';

/**
 * What became of a backup that went straight into the browser. The browser itself may call a cut file complete (a proxy in between can hide
 * the cut), so this page, which hears from the service, says it in large type.
 */
@Component({
  selector: 'sb-download-outcome',
  imports: [CopyText, StateMark],
  template: `
    @if (outcome(); as one) {
      <div class="sb-panel" [class]="'tone-' + one.word.tone" [attr.role]="one.role">
        <sb-state-mark [glyph]="one.word.glyph" [tone]="one.word.tone" [size]="28" />
        <div>
          <h2>{{ one.title }}</h2>
          <p>{{ one.text }}</p>
          @if (one.sha256) {
            <p class="mono">{{ one.sha256 }}</p>
          }
        </div>
        @if (one.sha256) {
          <sb-copy-text [text]="one.sha256" label="Copy the SHA-256" i18n-label />
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
    h2 {
      font-size: 22px;
      line-height: 28px;
    }
    .mono {
      overflow-wrap: anywhere;
    }
  `,
})
export class DownloadOutcome {
  readonly backup = input.required<BackupDto>();

  protected readonly outcome = computed(() => {
    const backup = this.backup();
    const copy = backup.copies.find(({ destinationId }) => destinationId === null);
    if (copy === undefined) return null;
    if (isLive(backup))
      return {
        word: runWords.running,
        role: 'status',
        title: $localize`Keep this page open`,
        text: $localize`It says whether the file is whole; your browser can't know that.`,
        sha256: '',
      };
    if (copy.status === 'delivered')
      return {
        word: copyWords.delivered,
        role: 'status',
        title: $localize`The download is complete`,
        text: $localize`The file has ${bytes(copy.size ?? 0)}:size: (${exactCount(copy.size ?? 0)}:bytes: bytes) and this SHA-256:`,
        sha256: copy.sha256 ?? '',
      };
    return {
      word: runWords.failed,
      role: 'alert',
      title: $localize`The download failed: delete the file`,
      text: $localize`What your browser saved is no backup, even if the browser calls it complete.`,
      sha256: '',
    };
  });
}
