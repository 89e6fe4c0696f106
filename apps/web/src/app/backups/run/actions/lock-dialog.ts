import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { MatInput } from '@angular/material/input';
import { formField } from '../../../feedback/form-field';

/** Closes with the notes: who finds it locked in a year wants to know why. */
@Component({
  imports: [MatButton, MatDialogModule, formField, MatInput],
  template: `
    <h2 mat-dialog-title i18n>Lock this backup</h2>
    <mat-dialog-content>
      <p i18n>Nothing deletes it until somebody unlocks it: no retention rule, no size limit, nobody by mistake.</p>
      <mat-form-field>
        <mat-label i18n>Why it is kept</mat-label>
        <textarea
          matInput
          #field
          rows="3"
          maxlength="10000"
          [value]="text()"
          (input)="text.set(field.value)"
        ></textarea>
        <mat-hint i18n>In its notes; may be empty.</mat-hint>
      </mat-form-field>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton mat-dialog-close i18n>Cancel</button>
      <button matButton="filled" [mat-dialog-close]="text()" i18n>Lock backup</button>
    </mat-dialog-actions>
  `,
  styles: `
    mat-form-field {
      margin-block-start: 16px;
    }
  `,
})
export class LockDialog {
  protected readonly text = signal(inject<string>(MAT_DIALOG_DATA));
}
