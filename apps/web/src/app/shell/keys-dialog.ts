import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogModule } from '@angular/material/dialog';
import { Keys } from './keys';

@Component({
  imports: [MatDialogModule, MatButton],
  template: `
    <h2 mat-dialog-title i18n>Keys</h2>
    <mat-dialog-content>
      <dl>
        @for (entry of keys; track entry.key) {
          <div>
            <dt>
              <kbd>{{ entry.key }}</kbd>
            </dt>
            <dd>{{ entry.does }}</dd>
          </div>
        }
      </dl>
      <p class="hint" i18n>They can be switched off under Settings, Appearance.</p>
    </mat-dialog-content>
    <mat-dialog-actions align="end"
      ><button matButton mat-dialog-close cdkFocusInitial i18n>Close</button></mat-dialog-actions
    >
  `,
  styles: `
    div {
      display: flex;
      gap: 16px;
      padding: 4px 0;
    }
    dt {
      width: 72px;
    }
    kbd {
      font-family: var(--sb-mono);
    }
  `,
})
export class KeysDialog {
  protected readonly keys = inject(Keys).list();
}
