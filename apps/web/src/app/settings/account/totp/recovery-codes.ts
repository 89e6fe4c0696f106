import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CopyText } from '../../../feedback/copy-text';
import { FocusHere } from '../../../feedback/focus-here';
import { saveFile } from '../../../files/save-file';
import { Icon } from '../../../icons/icon';
import { Session } from '../../../session/session';

/** Codes for the day the authenticator is lost. The service keeps only their hashes: they are shown this once. */
@Component({
  selector: 'sb-recovery-codes',
  imports: [MatButton, Icon, CopyText, FocusHere],
  template: `
    <div class="sb-panel tone-warn" role="status" sbFocusHere>
      <sb-icon name="key" />
      <p i18n>
        <strong>Keep these recovery codes now: they are shown only this once.</strong>
        Each one signs you in a single time without the authenticator.
      </p>
    </div>
    <ol>
      @for (code of codes(); track code) {
        <li class="mono">{{ code }}</li>
      }
    </ol>
    <div class="sb-line">
      <button matButton="outlined" type="button" (click)="save()">
        <sb-icon name="download" [size]="18" /><ng-container i18n>Download</ng-container>
      </button>
      <sb-copy-text [text]="text()" label="Copy all" i18n-label />
      <button matButton type="button" (click)="kept.emit()" i18n>I have kept them</button>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
      width: 100%;
    }
    ol {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(190px, 1fr));
      gap: 4px 16px;
      padding: 12px 16px 12px 40px;
      border-radius: 8px;
      background: var(--mat-sys-surface-container);
    }
  `,
})
export class RecoveryCodes {
  readonly codes = input.required<readonly string[]>();
  readonly kept = output();
  private readonly session = inject(Session);
  protected readonly text = computed(() => this.codes().join('\n'));

  protected save(): void {
    const of = this.session.user()?.email ?? '';
    const head = $localize`Recovery codes of Stowbase for ${of}:email:, each for one use`;
    saveFile('stowbase-recovery-codes.txt', 'text/plain', `${head}\n\n${this.text()}\n`);
  }
}
