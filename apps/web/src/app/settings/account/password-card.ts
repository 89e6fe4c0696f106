import { Component, computed, inject, viewChild } from '@angular/core';
import { FormControl, FormGroup, FormGroupDirective, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Api } from '../../api/api';
import { changePassword } from '../../api/fn/profile/change-password';
import { focusOn } from '../../config-form/form-summary';
import { placeServerErrors } from '../../config-form/server-errors';
import { Attempt } from '../../feedback/attempt';
import { ProblemPanel } from '../../feedback/problem-panel';
import { NewPassword, newPasswordControl } from '../../session/new-password';
import { Session } from '../../session/session';
import { formField } from '../../feedback/form-field';
import { Said } from '../../feedback/said';

/** A new password; every other session ends by it. */
@Component({
  selector: 'sb-password-card',
  imports: [ReactiveFormsModule, MatButton, formField, MatInput, ProblemPanel, NewPassword],
  template: `
    <section class="sb-card" aria-labelledby="password">
      <header class="sb-card-head"><h2 id="password" i18n>Password</h2></header>
      <div class="body">
        <form class="sb-form" [formGroup]="form" (ngSubmit)="change()" novalidate>
          <mat-form-field>
            <mat-label i18n>Password now</mat-label>
            <input
              matInput
              id="password-now"
              type="password"
              formControlName="password"
              autocomplete="current-password"
              required
            />
            <mat-error>{{ form.controls.password.errors?.['problem'] ?? missing }}</mat-error>
          </mat-form-field>
          <sb-new-password
            [control]="form.controls.newPassword"
            fieldId="password-new"
            label="New password"
            i18n-label
            [about]="about()"
          />
          @if (attempt.problem(); as problem) {
            <sb-problem [problem]="problem" />
          }
          <div class="sb-line">
            <button matButton="outlined" [disabled]="attempt.busy()" disabledInteractive i18n>Change password</button>
            <span class="hint" i18n>All other sessions end.</span>
          </div>
        </form>
      </div>
    </section>
  `,
  styleUrl: './card.scss',
})
export class PasswordCard {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly said = inject(Said);
  private readonly directive = viewChild.required(FormGroupDirective);
  protected readonly form = new FormGroup({
    password: new FormControl('', { nonNullable: true, validators: Validators.required }),
    newPassword: newPasswordControl(),
  });
  protected readonly attempt = new Attempt();
  protected readonly missing = $localize`Enter the password you sign in with.`;
  protected readonly about = computed(() => {
    const user = this.session.user();
    return user === null ? [] : [user.email, user.name];
  });

  protected async change(): Promise<void> {
    this.form.markAllAsTouched();
    const { password, newPassword } = this.form.controls;
    if (password.invalid) return focusOn('password-now');
    if (newPassword.invalid) return focusOn('password-new');
    const done = await this.attempt.at(
      async () => {
        await this.api.invoke(changePassword, { body: this.form.getRawValue() });
        // This browser has a new session, and with it a new proof of its writes.
        await this.session.load();
      },
      (problem) => placeServerErrors(problem, (field) => this.form.get(field)),
    );
    if (!done) return;
    this.directive().resetForm();
    void this.said.say($localize`Your password is changed. All other sessions have ended.`);
  }
}
