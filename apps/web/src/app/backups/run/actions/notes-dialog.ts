import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { MatInput } from '@angular/material/input';
import { formField } from '../../../feedback/form-field';

/** Closes with the new text. */
@Component({
  imports: [MatButton, MatDialogModule, formField, MatInput],
  template: `
    <h2 mat-dialog-title i18n>Notes of this backup</h2>
    <mat-dialog-content>
      <mat-form-field>
        <mat-label i18n>Notes</mat-label>
        <textarea
          matInput
          #field
          rows="5"
          maxlength="10000"
          [value]="text()"
          (input)="text.set(field.value)"
        ></textarea>
        <mat-hint i18n>Why it was made, or why it is kept. At most 10,000 characters.</mat-hint>
      </mat-form-field>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton mat-dialog-close i18n>Leave as they are</button>
      <button matButton="filled" [mat-dialog-close]="text()" i18n>Save notes</button>
    </mat-dialog-actions>
  `,
  styles: `
    mat-form-field {
      margin-block-start: 8px;
    }
  `,
})
export class NotesDialog {
  protected readonly text = signal(inject<string>(MAT_DIALOG_DATA));
}
