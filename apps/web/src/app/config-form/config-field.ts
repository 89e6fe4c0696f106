import { Component, computed, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule, type FormControl } from '@angular/forms';
import { MatInput } from '@angular/material/input';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { startWith, switchMap } from 'rxjs';
import type { StorageFieldDto } from '../api/models/storage-field-dto';
import type { StorageFieldKind } from '../api/models/storage-field-kind';
import type { FieldInput, StoredValue } from './field-value';
import { Icon } from '../icons/icon';
import { SecretInput } from './secret-input';
import { formField } from '../feedback/form-field';

type Editor = 'line' | 'secret' | 'switch' | 'choice';
const editors: Record<StorageFieldKind, Editor> = {
  text: 'line',
  path: 'line',
  url: 'line',
  integer: 'line',
  bytes: 'line',
  secret: 'secret',
  'json-file': 'secret',
  boolean: 'switch',
  choice: 'choice',
};

/** One field of a configuration, with its help, its error and what is said of a stored secret. */
@Component({
  selector: 'sb-config-field',
  imports: [ReactiveFormsModule, formField, MatInput, MatSlideToggle, Icon, SecretInput],
  templateUrl: './config-field.html',
  styleUrl: './config-field.scss',
  host: { '[class.wide]': 'field().kind === "json-file"' },
})
export class ConfigField {
  readonly field = input.required<StorageFieldDto>();
  readonly control = input.required<FormControl<FieldInput>>();
  readonly stored = input<StoredValue>();
  /** When a stored secret was entered; null: nobody knows. */
  readonly since = input<string | null>(null);

  protected readonly editor = computed(() => editors[this.field().kind]);
  protected readonly id = computed(() => fieldId(this.field().name));
  protected readonly label = computed(() => {
    const { label, required, default: value } = this.field();
    return required || value !== null ? label : $localize`${label}:label: (optional)`;
  });
  protected readonly help = computed(() => {
    const { help, example } = this.field();
    return example === null ? help : $localize`${help}:help: Such as ${example}:example:`;
  });
  protected readonly inputMode = computed(() =>
    this.field().kind === 'url' ? 'url' : this.field().kind === 'integer' ? 'numeric' : null,
  );
  private readonly event = toSignal(
    toObservable(this.control).pipe(switchMap((control) => control.events.pipe(startWith(null)))),
    { equal: () => false },
  );
  protected readonly problem = computed(() => {
    this.event();
    return problemAt(this.control());
  });
}

/** The id of the element that is to be focused for a field. */
export const fieldId = (name: string): string => `config-${name}`;

/** One sentence; null while nobody has left the field yet. */
export function problemAt(control: FormControl<FieldInput>): string | null {
  const problem: unknown = control.errors?.['problem'];
  return control.touched && typeof problem === 'string' ? problem : null;
}
