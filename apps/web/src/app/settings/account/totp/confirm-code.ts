import { Component, input, output } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import type { TotpConfirmDto } from '../../../api/models/totp-confirm-dto';
import { focusOn } from '../../../config-form/form-summary';
import { placeServerErrors } from '../../../config-form/server-errors';
import type { Attempt } from '../../../feedback/attempt';
import type { Problem } from '../../../api/models/problem';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { formField } from '../../../feedback/form-field';

/** Password and code, which every change of the second factor asks for. */
@Component({
  selector: 'sb-confirm-code',
  imports: [ReactiveFormsModule, MatButton, formField, MatInput, ProblemPanel],
  templateUrl: './confirm-code.html',
})
export class ConfirmCode {
  readonly attempt = input.required<Attempt>();
  readonly action = input.required<string>();
  /** One of the recovery codes will do as well. */
  readonly orRecoveryCode = input(false);
  readonly confirmed = output<TotpConfirmDto>();
  readonly cancelled = output();

  protected readonly form = new FormGroup({
    code: new FormControl('', { nonNullable: true, validators: Validators.required }),
    password: new FormControl('', { nonNullable: true, validators: Validators.required }),
  });

  /** Whether the problem is told at a field. */
  place(problem: Problem): boolean {
    const field = problem.code === 'CODE_WRONG' ? { ...problem, field: 'code' } : problem;
    return placeServerErrors(field, (name) => this.form.get(name));
  }

  protected send(): void {
    this.form.markAllAsTouched();
    const { code, password } = this.form.controls;
    if (code.invalid) return focusOn('totp-code');
    if (password.invalid) return focusOn('totp-password');
    this.confirmed.emit({ code: code.value.trim(), password: password.value });
  }
}
