import { Component, inject } from '@angular/core';
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { Session } from './session';
import { SignInForm } from './sign-in-form';

@Component({
  imports: [MatDialogModule, SignInForm],
  template: `
    <h2 mat-dialog-title i18n>Your session has ended</h2>
    <mat-dialog-content>
      <p class="quiet" i18n>Sign in to go on. What you have typed stays as it is.</p>
      <sb-sign-in-form [email]="session.user()?.email ?? ''" (signedIn)="dialog.close(true)" />
    </mat-dialog-content>
  `,
})
export class SignInDialog {
  protected readonly session = inject(Session);
  protected readonly dialog = inject<MatDialogRef<SignInDialog, boolean>>(MatDialogRef);
}
