import { Component, computed, input } from '@angular/core';
import type { BackupDto } from '../../../api/models/backup-dto';
import { CopyButton } from '../../../feedback/copy-button';
import { fileNameOf, rescueSteps } from './rescue-commands';

/** The exact commands that bring this backup back, for the day when this service is gone too. */
@Component({
  selector: 'sb-rescue',
  imports: [CopyButton],
  template: `
    <h2 i18n>Rescue</h2>
    @if (backup().deletedAt !== null) {
      <p i18n>The copies were deleted: these commands are for a file that somebody has kept.</p>
    }
    @if (steps(); as all) {
      <p class="quiet" i18n>
        These work with the file alone, on any machine that has Stowbase's command line. Download the file, or take it
        from a destination, where its key under Copies says where it lies. Keep the commands with the recovery key.
      </p>
      <ol>
        @for (step of all; track step.title) {
          <li>
            <h3>{{ step.title }}</h3>
            <p class="hint">{{ step.why }}</p>
            <div>
              <pre tabindex="0" [attr.aria-label]="step.title">{{ step.commands }}</pre>
              <sb-copy [text]="step.commands" label="Copy the commands" i18n-label />
            </div>
          </li>
        }
      </ol>
    } @else {
      <p class="quiet" i18n>No file of this backup was ever stored.</p>
    }
  `,
  styles: `
    :host {
      padding: 16px;
    }
    ol {
      display: flex;
      flex-direction: column;
      gap: 16px;
      margin-block-start: 16px;
      padding-inline-start: 20px;
    }
    div {
      display: flex;
      align-items: flex-start;
      gap: 4px;
      margin-block-start: 4px;
    }
    pre {
      flex: 1;
      min-width: 0;
      margin: 0;
      padding: 10px 12px;
      overflow-x: auto;
      border-radius: 8px;
      background: var(--mat-sys-surface);
      font: 12.5px/20px var(--sb-mono);
    }
  `,
  host: { class: 'sb-card' },
})
export class RescueTab {
  readonly backup = input.required<BackupDto>();

  protected readonly steps = computed(() => {
    const name = fileNameOf(this.backup());
    return name === null ? null : rescueSteps(this.backup(), name);
  });
}
