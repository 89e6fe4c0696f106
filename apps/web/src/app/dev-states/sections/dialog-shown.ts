import { NgComponentOutlet } from '@angular/common';
import { Component } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { ConfirmDialog, type Question } from '../../feedback/confirm-dialog';

const question: Question = {
  title: 'Delete destination MinIO office?',
  text: 'It holds 9 backups, 8.3 GiB. They stay in the bucket, but Stowbase forgets them.',
  action: 'Delete MinIO office',
};

/** The dialog of a question as a part of the page, in place of over it. */
@Component({
  selector: 'sb-dev-dialog',
  imports: [NgComponentOutlet],
  providers: [
    { provide: MAT_DIALOG_DATA, useValue: question },
    { provide: MatDialogRef, useValue: { close: () => undefined } },
  ],
  template: `<div class="ground">
    <div class="box"><ng-container [ngComponentOutlet]="dialog" /></div>
  </div>`,
  styles: `
    .ground {
      padding: 24px;
      background: color-mix(in srgb, var(--mat-sys-scrim) 32%, var(--mat-sys-surface));
    }
    .box {
      max-width: 440px;
      margin: 0 auto;
      border-radius: 20px;
      background: var(--mat-sys-surface-container-high);
      box-shadow: 0 4px 16px #0004;
    }
    // Material's own sheet comes with the container, which only an open dialog has.
    .box ::ng-deep {
      .mat-mdc-dialog-title {
        padding: 20px 24px 8px;
      }
      .mat-mdc-dialog-content {
        display: block;
        padding: 0 24px 16px;
      }
      .mat-mdc-dialog-actions {
        display: flex;
        justify-content: end;
        gap: 8px;
        padding: 8px 24px 20px;
      }
    }
  `,
})
export class DialogShown {
  protected readonly dialog = ConfirmDialog;
}
