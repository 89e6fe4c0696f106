import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';

/** Closes with true to cancel the run. */
@Component({
  imports: [MatButton, MatDialogModule],
  template: `
    <h2 mat-dialog-title i18n>Cancel this backup of {{ projectName }}?</h2>
    <mat-dialog-content>
      <p i18n>What was written so far is removed at every destination. Earlier backups stay as they are.</p>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton mat-dialog-close cdkFocusInitial i18n>Let it run</button>
      <button matButton="filled" class="danger" [mat-dialog-close]="true" i18n>Cancel this run</button>
    </mat-dialog-actions>
  `,
})
export class CancelDialog {
  protected readonly projectName = inject<string>(MAT_DIALOG_DATA);
}
