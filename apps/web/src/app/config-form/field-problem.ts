import type { StorageFieldDto } from '../api/models/storage-field-dto';
import type { StorageFieldKind } from '../api/models/storage-field-kind';
import { settingOf, type FieldInput } from './field-value';

/** The rules of the service (libs/storage, `checkValue`), so that most mistakes are told at once. The service has the last word. */
export function fieldProblem(field: StorageFieldDto, input: FieldInput): string | null {
  const { label, required } = field;
  if (typeof input !== 'string') return null;
  if (input.trim() === '') return required ? $localize`${label}:label: is missing.` : null;
  const problem = rules[field.kind](field, input.trim());
  return problem === null ? null : $localize`${label}:label: ${problem}:problem:.`;
}

type Rule = (field: StorageFieldDto, text: string) => string | null;

const text: Rule = ({ min, max, pattern }, value) => {
  if (max !== null && value.length > max) return $localize`is longer than ${max}:count: characters`;
  if (min !== null && value.length < min) return $localize`is shorter than ${min}:count: characters`;
  if (pattern !== null && !new RegExp(`^(?:${pattern.source})$`, 'u').test(value)) return pattern.message;
  return null;
};

const range = ({ min, max }: StorageFieldDto, value: Setting, shown: (value: number) => string): string | null => {
  if (Number(value) < (min ?? 0)) return $localize`must be ${shown(min ?? 0)}:least: or more`;
  if (max !== null && Number(value) > max) return $localize`must be ${shown(max)}:most: or less`;
  return null;
};

type Setting = NonNullable<ReturnType<typeof settingOf>>;

const rules: Record<StorageFieldKind, Rule> = {
  text,
  path: text,
  secret: text,
  url(field, value) {
    if (!/^https?:\/\//i.test(value) || !URL.canParse(value))
      return $localize`must be an address that begins with https:// or http://`;
    return text(field, value);
  },
  integer(field, value) {
    const number = settingOf(field, value);
    return number === null ? $localize`must be a whole number` : range(field, number, String);
  },
  bytes(field, value) {
    if (/^\d+([.,]\d+)?$/.test(value)) return $localize`needs a unit, such as ${value}:number: GiB`;
    const bytes = settingOf(field, value);
    return bytes === null
      ? $localize`must be a size, like 500 MB or 2 GiB`
      : range(field, bytes, (limit) => $localize`${limit}:bytes: B`);
  },
  boolean: () => null,
  choice: ({ choices }, value) =>
    choices.some((choice) => choice.value === value) ? null : $localize`must be one of the choices`,
  'json-file'(_, value) {
    try {
      const parsed: unknown = JSON.parse(value);
      if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return null;
    } catch {
      // SyntaxError: its text quotes the file, which is a secret.
    }
    return $localize`must be the text of a JSON file, from { to }`;
  },
};
