import { Component, computed, input, signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule, type AbstractControl, type ValidationErrors } from '@angular/forms';
import { MatIconButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { startWith, switchMap } from 'rxjs';
import { Icon } from '../icons/icon';
import { PasswordMeter } from './password-meter';
import { passwordStrength } from './password-strength';
import { formField } from '../feedback/form-field';

/** A control for a password that is being chosen. */
export const newPasswordControl = (): FormControl<string> =>
  new FormControl('', {
    nonNullable: true,
    validators: ({ value }: AbstractControl<string>): ValidationErrors | null => {
      const { problem } = passwordStrength(value);
      if (problem === null) return null;
      return { problem: value === '' ? $localize`Choose a password.` : problem };
    },
  });

/** A field for a new password: it can be pasted and looked at, and says how good it is. */
@Component({
  selector: 'sb-new-password',
  imports: [ReactiveFormsModule, formField, MatInput, MatIconButton, Icon, PasswordMeter],
  templateUrl: './new-password.html',
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 4px;
    }
    sb-password-meter {
      padding-inline: 16px;
    }
  `,
})
export class NewPassword {
  readonly control = input.required<FormControl<string>>();
  readonly label = input($localize`Password`);
  readonly fieldId = input('new-password');
  /** The person's e-mail address and name: no part of a good password. */
  readonly about = input<readonly string[]>([]);

  protected readonly isShown = signal(false);
  protected readonly showLabel = $localize`Show the password`;
  protected readonly hideLabel = $localize`Hide the password`;
  // Errors that come from the service change nothing that Angular watches.
  private readonly event = toSignal(
    toObservable(this.control).pipe(switchMap((control) => control.events.pipe(startWith(null)))),
    { equal: () => false },
  );
  protected readonly value = computed(() => {
    this.event();
    return this.control().value;
  });
  protected readonly problem = computed(() => {
    this.event();
    return this.control().errors?.['problem'] as string | undefined;
  });
}
