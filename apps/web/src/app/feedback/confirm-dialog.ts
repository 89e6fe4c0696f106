import { Component, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatInput } from '@angular/material/input';
import { formField } from './form-field';

/** Names the object, says what follows, and repeats the verb on its button. */
export interface Question {
  /** `End the session of Firefox?` */
  readonly title: string;
  readonly text: string;
  /** `End it` */
  readonly action: string;
  readonly keep?: string;
  /** What is to be typed before, exactly: for what nobody can bring back. */
  readonly typed?: string;
}

@Component({
  imports: [FormsModule, MatDialogModule, MatButton, formField, MatInput],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>
      <p>{{ question.text }}</p>
      @if (question.typed; as word) {
        <mat-form-field class="typed">
          <mat-label i18n>Type {{ word }}</mat-label>
          <input matInput autocomplete="off" spellcheck="false" [(ngModel)]="typed" />
          @if (!isReady()) {
            <mat-hint i18n>Exactly so, then the button works.</mat-hint>
          }
        </mat-form-field>
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton [mat-dialog-close]="false" cdkFocusInitial>{{ question.keep ?? cancel }}</button>
      <button matButton="filled" class="danger" [disabled]="!isReady()" disabledInteractive (click)="confirm()">
        {{ question.action }}
      </button>
    </mat-dialog-actions>
  `,
  styles: '.typed { margin-block-start: 16px }',
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
  protected readonly cancel = $localize`Cancel`;
  protected readonly typed = signal('');
  private readonly dialog = inject<MatDialogRef<ConfirmDialog, boolean>>(MatDialogRef);

  protected confirm(): void {
    if (this.isReady()) this.dialog.close(true);
  }

  protected isReady(): boolean {
    return this.question.typed === undefined || this.typed().trim() === this.question.typed;
  }
}
