import { Component, inject, output } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Api } from '../../api/api';
import { createUser } from '../../api/fn/users/create-user';
import type { PasswordLinkDto } from '../../api/models/password-link-dto';
import type { Role } from '../../api/models/role';
import type { UserDto } from '../../api/models/user-dto';
import { focusOn } from '../../config-form/form-summary';
import { placeServerErrors } from '../../config-form/server-errors';
import { Attempt } from '../../feedback/attempt';
import { FocusHere } from '../../feedback/focus-here';
import { ProblemPanel } from '../../feedback/problem-panel';
import { roles } from './roles';
import { formField } from '../../feedback/form-field';

/** Another account; its user chooses the password by the link that comes back. */
@Component({
  selector: 'sb-new-user',
  imports: [ReactiveFormsModule, MatButton, formField, MatInput, FocusHere, ProblemPanel],
  templateUrl: './new-user.html',
  styles: 'section { padding: 16px }',
})
export class NewUser {
  readonly made = output<{ user: UserDto; link: PasswordLinkDto | null }>();
  readonly cancelled = output();

  private readonly api = inject(Api);
  protected readonly form = new FormGroup({
    name: new FormControl('', { nonNullable: true, validators: Validators.required }),
    email: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.email] }),
    role: new FormControl<Role>('viewer', { nonNullable: true }),
  });
  protected readonly attempt = new Attempt();
  protected readonly roles = roles;
  protected readonly noName = $localize`Enter a name.`;
  protected readonly noEmail = $localize`Enter an e-mail address.`;

  protected async create(): Promise<void> {
    this.form.markAllAsTouched();
    const { name, email, role } = this.form.controls;
    if (name.invalid) return focusOn('user-name');
    if (email.invalid) return focusOn('user-email');
    const body = { name: name.value.trim(), email: email.value.trim(), role: role.value };
    await this.attempt.at(
      async () => {
        const { user, passwordLink: link } = await this.api.invoke(createUser, { body });
        this.made.emit({ user, link });
      },
      (problem) => placeServerErrors(problem, (field) => this.form.get(field)),
    );
  }
}
