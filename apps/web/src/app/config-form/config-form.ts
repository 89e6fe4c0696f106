import { FormControl, FormRecord, type AbstractControl, type ValidationErrors } from '@angular/forms';
import type { StorageFieldDto } from '../api/models/storage-field-dto';
import { fieldProblem } from './field-problem';
import { inputOf, settingOf, type FieldInput, type Setting, type StoredConfig } from './field-value';

/** One control for each field, by its name. Those whose `when` doesn't hold are disabled: not checked, not sent. */
export type ConfigForm = FormRecord<FormControl<FieldInput>>;

/** @param stored what is edited; null: a new one */
export function configForm(fields: readonly StorageFieldDto[], stored: StoredConfig = null): ConfigForm {
  const form: ConfigForm = new FormRecord(
    Object.fromEntries(fields.map((field) => [field.name, controlOf(field, inputOf(field, stored?.[field.name]))])),
  );
  const settle = (): void => {
    for (const field of fields) {
      const control = form.controls[field.name];
      const wanted = applies(fields, form, field);
      if (control === undefined || control.enabled === wanted) continue;
      if (wanted) control.enable({ emitEvent: false });
      else control.disable({ emitEvent: false });
    }
  };
  settle();
  form.valueChanges.subscribe(settle);
  return form;
}

/**
 * What is to be sent: of a new configuration everything that was given, of a stored one only what has changed. An emptied field is null,
 * which removes it; a secret that wasn't replaced is left out, and its mask is never sent.
 */
export function changedConfig(
  fields: readonly StorageFieldDto[],
  form: ConfigForm,
  stored: StoredConfig = null,
): Record<string, Setting | null> {
  const changed: Record<string, Setting | null> = {};
  for (const field of fields) {
    const control = form.controls[field.name];
    if (control === undefined || control.disabled || control.value === null) continue;
    const value = settingOf(field, control.value);
    const before = inputOf(field, stored?.[field.name]);
    if (stored === null ? value !== null : control.value !== before) changed[field.name] = value;
  }
  return changed;
}

/** Whether the field has a meaning with what the form says now. */
export function applies(fields: readonly StorageFieldDto[], form: ConfigForm, { when }: StorageFieldDto): boolean {
  if (when === null) return true;
  const other = fields.find(({ name }) => name === when.field);
  if (other === undefined || !applies(fields, form, other)) return false;
  return settingOf(other, form.controls[other.name]?.value ?? '') === when.equals;
}

function controlOf(field: StorageFieldDto, input: FieldInput): FormControl<FieldInput> {
  return new FormControl(input, {
    nonNullable: true,
    validators: ({ value }: AbstractControl<FieldInput>): ValidationErrors | null => {
      const problem = fieldProblem(field, value);
      return problem === null ? null : { problem };
    },
  });
}
