import { Component, computed, inject, output, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Api } from '../api/api';
import { completeSetup } from '../api/fn/setup/complete-setup';
import type { Problem } from '../api/models/problem';
import { focusOn, FormSummary, type WrongField } from '../config-form/form-summary';
import { placeServerErrors } from '../config-form/server-errors';
import { problemOf } from '../feedback/problem-of';
import { ProblemPanel } from '../feedback/problem-panel';
import { NewPassword, newPasswordControl } from '../session/new-password';
import { Session } from '../session/session';
import { formField } from '../feedback/form-field';

const texts = {
  token: $localize`Enter the setup token.`,
  name: $localize`Enter your name.`,
  email: $localize`Enter an e-mail address.`,
  password: $localize`Choose a password.`,
};
const ids = { token: 'setup-token', name: 'account-name', email: 'account-email', password: 'account-password' };
type Field = keyof typeof ids;
const fields = Object.keys(ids) as Field[];

/** The first owner: made once, by whoever can read the log of the service, and signed in at once. */
@Component({
  selector: 'sb-account-step',
  imports: [ReactiveFormsModule, formField, MatInput, MatButton, NewPassword, FormSummary, ProblemPanel],
  templateUrl: './account-step.html',
  styleUrl: './steps.scss',
})
export class AccountStep {
  readonly created = output();

  private readonly api = inject(Api);
  private readonly session = inject(Session);
  protected readonly texts = texts;
  protected readonly ids = ids;
  protected readonly form = new FormGroup({
    token: required(),
    name: required(),
    email: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.email] }),
    password: newPasswordControl(),
  });
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly wrong = signal<readonly WrongField[]>([]);
  private readonly values = toSignal(this.form.valueChanges, { initialValue: this.form.value });
  protected readonly about = computed(() => [this.values().email ?? '', this.values().name ?? '']);

  protected async createAccount(): Promise<void> {
    this.problem.set(null);
    if (this.tellWrong() || this.busy()) return;
    const { token, name, email, password } = this.form.getRawValue();
    this.busy.set(true);
    try {
      const body = { token: token.trim(), name: name.trim(), email: email.trim(), password };
      await this.api.invoke(completeSetup, { body });
      await this.session.signIn(body.email, password);
      this.session.isSetupOpen.set(false);
      this.created.emit();
    } catch (error) {
      this.show(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }

  private show(problem: Problem): void {
    const field = problem.code === 'SETUP_TOKEN_WRONG' ? 'token' : problem.field;
    const placed = placeServerErrors(field === undefined ? problem : { ...problem, field }, (name) =>
      this.form.get(name),
    );
    if (placed) this.tellWrong();
    else this.problem.set(problem);
  }

  private tellWrong(): boolean {
    this.form.markAllAsTouched();
    const wrong = fields.filter((field) => this.form.controls[field].invalid);
    this.wrong.set(wrong.map((field) => ({ id: ids[field], message: this.messageOf(field) })));
    const [first] = wrong;
    if (first !== undefined) focusOn(ids[first]);
    return first !== undefined;
  }

  private messageOf(field: Field): string {
    const problem: unknown = this.form.controls[field].errors?.['problem'];
    return typeof problem === 'string' ? problem : texts[field];
  }
}

function required(): FormControl<string> {
  return new FormControl('', { nonNullable: true, validators: Validators.required });
}
