import { Component, inject, input, output, signal, type OnInit } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import type { Problem } from '../api/models/problem';
import { problemOf } from '../feedback/problem-of';
import { ProblemPanel } from '../feedback/problem-panel';
import { Session } from './session';
import { formField } from '../feedback/form-field';

/** E-mail, password and, when the account has one, the second factor. */
@Component({
  selector: 'sb-sign-in-form',
  imports: [ReactiveFormsModule, formField, MatInput, MatButton, ProblemPanel],
  templateUrl: './sign-in-form.html',
})
export class SignInForm implements OnInit {
  /** Whose session has ended; empty: anybody. */
  readonly email = input('');
  readonly signedIn = output();

  private readonly session = inject(Session);
  protected readonly form = new FormGroup({
    email: new FormControl('', { nonNullable: true, validators: Validators.required }),
    password: new FormControl('', { nonNullable: true, validators: Validators.required }),
    code: new FormControl('', { nonNullable: true }),
  });
  protected readonly needsCode = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);

  ngOnInit(): void {
    if (this.email() !== '') this.form.controls.email.setValue(this.email());
  }

  protected async signIn(): Promise<void> {
    this.form.markAllAsTouched();
    if (this.form.invalid || this.busy()) return;
    const { email, password, code } = this.form.getRawValue();
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.session.signIn(email.trim(), password, this.needsCode() ? code.trim() : undefined);
      this.signedIn.emit();
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'TOTP_REQUIRED') this.needsCode.set(true);
      else this.problem.set(problem);
    } finally {
      this.busy.set(false);
    }
  }
}
