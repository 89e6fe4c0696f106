import type { StorageFieldDto } from '../../api/models/storage-field-dto';
import type { ConfigForm } from '../config-form';
import { inputOf, type FieldInput, type Setting } from '../field-value';

/** A provider that many use, as values for fields. They stay to be changed. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly values: Readonly<Record<string, Setting>>;
  /** Where to find what must be typed. */
  readonly help: string;
}

/**
 * Fills in a preset's fields. What only the one before has filled in goes back to its default; what somebody typed into another field stays.
 * @param before null: none was chosen yet
 * @param preset null: none of them
 */
export function fillIn(
  fields: readonly StorageFieldDto[],
  form: ConfigForm,
  before: Preset | null,
  preset: Preset | null,
): void {
  for (const field of fields) {
    const control = form.controls[field.name];
    if (control === undefined) continue;
    const wanted = valueIn(preset, field);
    const filled = valueIn(before, field);
    if (wanted !== null) control.setValue(wanted);
    else if (filled !== null && control.value === filled) control.setValue(inputOf(field));
    else continue;
    control.markAsDirty();
  }
}

/** The field that only tells which preset it is: a choice that every one of them makes. */
export const choiceOf = (
  fields: readonly StorageFieldDto[],
  presets: readonly Preset[],
): StorageFieldDto | undefined =>
  presets.length === 0
    ? undefined
    : fields.find(({ kind, name }) => kind === 'choice' && presets.every(({ values }) => name in values));

/** The preset that the form says now; null: none, or nothing was said yet. */
export function presetOf(
  fields: readonly StorageFieldDto[],
  form: ConfigForm,
  presets: readonly Preset[],
): Preset | null {
  const choice = choiceOf(fields, presets);
  if (choice !== undefined) {
    const chosen = form.controls[choice.name]?.value;
    return presets.find((preset) => preset.values[choice.name] === chosen) ?? null;
  }
  const says = (preset: Preset): boolean =>
    fields.every((field) => {
      const value = valueIn(preset, field);
      return value === null || form.controls[field.name]?.value === value;
    });
  const isSomething = (preset: Preset): boolean =>
    fields.some((field) => {
      const value = valueIn(preset, field);
      return value !== null && value !== inputOf(field);
    });
  // Of several that fit, the one that says most.
  const size = ({ values }: Preset): number => Object.keys(values).length;
  const fitting = presets.filter((preset) => isSomething(preset) && says(preset));
  return fitting.toSorted((one, other) => size(other) - size(one))[0] ?? null;
}

function valueIn(preset: Preset | null, field: StorageFieldDto): FieldInput {
  const value = preset?.values[field.name];
  return value === undefined ? null : inputOf(field, value);
}
