import { Component, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Front } from '../shell/front';
import { SignInForm } from './sign-in-form';
import { Session } from './session';

@Component({
  imports: [Front, SignInForm, MatButton],
  template: `
    <sb-front>
      @if (session.unreachable()) {
        <h1 tabindex="-1" i18n>Stowbase does not answer</h1>
        <p class="lead" i18n>Backups that run are not affected. Look whether the service is up, then try again.</p>
        <button mat-stroked-button (click)="tryAgain()" i18n>Try again</button>
      } @else {
        <h1 tabindex="-1" i18n>Sign in</h1>
        <sb-sign-in-form (signedIn)="enter()" />
      }
    </sb-front>
  `,
})
export class SignInPage {
  /** Where to go after that; a path of this app. */
  readonly then = input<string>();

  protected readonly session = inject(Session);
  private readonly router = inject(Router);

  protected async tryAgain(): Promise<void> {
    await this.session.begin();
    if (this.session.isSetupOpen()) await this.router.navigateByUrl('/first-run');
    else if (this.session.user() !== null) await this.enter();
  }

  protected async enter(): Promise<void> {
    const then = this.then() ?? '/';
    await this.router.navigateByUrl(/^\/(?!\/)/.test(then) ? then : '/');
  }
}
