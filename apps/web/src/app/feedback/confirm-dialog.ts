import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';

/** Names the object, says what follows, and repeats the verb on its button. */
export interface Question {
  /** `End the session of Firefox?` */
  readonly title: string;
  readonly text: string;
  /** `End it` */
  readonly action: string;
  readonly keep?: string;
}

@Component({
  imports: [MatDialogModule, MatButton],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>{{ question.text }}</mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton [mat-dialog-close]="false" cdkFocusInitial>{{ question.keep ?? cancel }}</button>
      <button matButton="filled" class="danger" [mat-dialog-close]="true">{{ question.action }}</button>
    </mat-dialog-actions>
  `,
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
  protected readonly cancel = $localize`Cancel`;
}
