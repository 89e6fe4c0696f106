import { Component, computed, effect, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Api } from '../../api/api';
import { updateMe } from '../../api/fn/profile/update-me';
import { focusOn } from '../../config-form/form-summary';
import { placeServerErrors } from '../../config-form/server-errors';
import { Attempt } from '../../feedback/attempt';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Session } from '../../session/session';
import { formField } from '../../feedback/form-field';
import { Said } from '../../feedback/said';

/** Name and e-mail address; a new address asks for the password. */
@Component({
  selector: 'sb-profile-card',
  imports: [ReactiveFormsModule, MatButton, formField, MatInput, ProblemPanel],
  templateUrl: './profile-card.html',
  styleUrl: './card.scss',
})
export class ProfileCard {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly said = inject(Said);
  protected readonly form = new FormGroup({
    name: new FormControl('', { nonNullable: true, validators: Validators.required }),
    email: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.email] }),
    password: new FormControl('', { nonNullable: true }),
  });
  protected readonly attempt = new Attempt();
  protected readonly noName = $localize`Enter your name.`;
  protected readonly noEmail = $localize`Enter an e-mail address.`;
  private readonly typed = toSignal(this.form.valueChanges, { initialValue: this.form.value });
  protected readonly hasNewEmail = computed(() => {
    const email = this.typed().email?.trim();
    return email !== undefined && email !== this.session.user()?.email;
  });

  constructor() {
    effect(() => {
      const user = this.session.user();
      if (user !== null && !this.form.dirty) this.form.reset({ name: user.name, email: user.email, password: '' });
    });
  }

  protected async save(): Promise<void> {
    const user = this.session.user();
    const { name, email, password } = this.form.controls;
    this.form.markAllAsTouched();
    if (name.invalid) return focusOn('profile-name');
    if (email.invalid) return focusOn('profile-email');
    if (user === null) return;
    const body = {
      version: user.version,
      name: name.value.trim(),
      ...(this.hasNewEmail() ? { email: email.value.trim(), password: password.value } : {}),
    };
    const done = await this.attempt.at(
      async () => {
        await this.api.invoke(updateMe, { body });
        this.form.markAsPristine();
        await this.session.load();
      },
      (problem) => placeServerErrors(problem, (field) => this.form.get(field)),
    );
    if (done) void this.said.say($localize`Your account is saved.`);
  }
}
