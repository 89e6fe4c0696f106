import { Component, computed, inject, output } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Api } from '../../api/api';
import { createToken } from '../../api/fn/tokens/create-token';
import type { CreatedTokenDto } from '../../api/models/created-token-dto';
import type { TokenScope } from '../../api/models/token-scope';
import { focusOn } from '../../config-form/form-summary';
import { placeServerErrors } from '../../config-form/server-errors';
import { Attempt } from '../../feedback/attempt';
import { FocusHere } from '../../feedback/focus-here';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Session } from '../../session/session';
import { scopes } from '../users/roles';
import { formField } from '../../feedback/form-field';

/** A token may do as much as its maker, or less, and ends some day unless that is not wanted. */
@Component({
  selector: 'sb-new-token',
  imports: [ReactiveFormsModule, MatButton, formField, MatInput, FocusHere, ProblemPanel],
  templateUrl: './new-token.html',
  styles: 'section { padding: 16px }',
})
export class NewToken {
  readonly made = output<CreatedTokenDto>();
  readonly cancelled = output();

  private readonly api = inject(Api);
  private readonly session = inject(Session);
  protected readonly form = new FormGroup({
    name: new FormControl('', { nonNullable: true, validators: Validators.required }),
    scope: new FormControl<TokenScope>(this.session.mayOperate() ? 'operator' : 'viewer', { nonNullable: true }),
    /** Days; empty: never. */
    ends: new FormControl('90', { nonNullable: true }),
  });
  protected readonly attempt = new Attempt();
  protected readonly noName = $localize`Enter a name, such as the program’s.`;
  protected readonly ends = [
    { days: '7', name: $localize`in 7 days` },
    { days: '30', name: $localize`in 30 days` },
    { days: '90', name: $localize`in 90 days` },
    { days: '365', name: $localize`in a year` },
    { days: '', name: $localize`never, until it is revoked` },
  ];
  protected readonly scopes = computed(() => {
    const role = this.session.user()?.role ?? 'viewer';
    return scopes.slice(0, scopes.findIndex(({ id }) => id === role) + 1);
  });

  protected async create(): Promise<void> {
    this.form.markAllAsTouched();
    const { name, scope, ends } = this.form.getRawValue();
    if (name.trim() === '') return focusOn('token-name');
    const body = { name: name.trim(), scope, expiresInDays: ends === '' ? null : Number(ends) };
    await this.attempt.at(
      async () => this.made.emit(await this.api.invoke(createToken, { body })),
      (problem) => placeServerErrors(problem, (field) => this.form.get(field)),
    );
  }
}
