import { Component, computed, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormGroup, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { Api } from '../api/api';
import { usePasswordLink } from '../api/fn/users/use-password-link';
import type { Problem } from '../api/models/problem';
import { focusOn } from '../config-form/form-summary';
import { placeServerErrors } from '../config-form/server-errors';
import { problemOf } from '../feedback/problem-of';
import { ProblemPanel } from '../feedback/problem-panel';
import { Front } from '../shell/front';
import { quietly } from './keep-session';
import { NewPassword, newPasswordControl } from './new-password';
import { Session } from './session';

/** Where a one-time link leads: its token is in the fragment, which no server's log ever sees. */
@Component({
  imports: [Front, ReactiveFormsModule, MatButton, RouterLink, NewPassword, ProblemPanel],
  templateUrl: './password-page.html',
})
export class PasswordPage {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly fragment = toSignal(inject(ActivatedRoute).fragment, { initialValue: null });
  protected readonly token = computed(() => this.fragment() ?? '');
  protected readonly form = new FormGroup({ password: newPasswordControl() });
  protected readonly busy = signal(false);
  protected readonly done = signal(false);
  protected readonly problem = signal<Problem | null>(null);

  protected async setPassword(): Promise<void> {
    this.form.markAllAsTouched();
    if (this.form.invalid) return focusOn('new-password');
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const body = { token: this.token(), password: this.form.controls.password.value };
      await this.api.invoke(usePasswordLink, { body }, quietly());
      this.session.forget();
      this.done.set(true);
    } catch (error) {
      this.show(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }

  private show(problem: Problem): void {
    const placed = placeServerErrors(problem, (field) => this.form.get(field));
    if (placed) focusOn('new-password');
    else this.problem.set(problem);
  }
}
