import { checkValue } from './check-value';
import { ConfigProblems, type FieldMessage } from './config-problems';
import type { Field, JsonScalar } from './field';

export interface CheckedConfig {
  /** Survives JSON. */
  readonly config: Readonly<Record<string, JsonScalar>>;
  /** What was changed and should be told. */
  readonly notices: readonly FieldMessage[];
}

/**
 * Reads the given values by their fields. Blank texts and null count as not given.
 * @throws ConfigProblems with all problems at once.
 */
export function checkFields(fields: readonly Field[], input: unknown): CheckedConfig {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new ConfigProblems([{ field: '', message: 'The settings must be an object of names and values.' }]);
  }
  const given = new Map<string, unknown>(Object.entries(input).filter(([, value]) => !isNothing(value)));
  const config: Record<string, JsonScalar> = {};
  const problems: FieldMessage[] = [];
  const notices: FieldMessage[] = [];
  for (const field of inOrderOfConditions(fields)) {
    const message = (text: string): FieldMessage => ({ field: field.name, message: `${field.label} ${text}.` });
    const value = given.get(field.name);
    const applies = field.when === undefined || config[field.when.field] === field.when.equals;
    if (value === undefined) {
      if (!applies) continue;
      if (field.default !== undefined) config[field.name] = field.default;
      else if (field.required === true) problems.push(message('is missing'));
    } else if (!applies) {
      problems.push(message('has no meaning with the other settings: leave it out'));
    } else if (!isScalar(value)) {
      problems.push(message('must be a single value'));
    } else {
      const checked = checkValue(field, value);
      if ('problem' in checked) {
        problems.push(message(checked.problem));
        continue;
      }
      config[field.name] = checked.value;
      if (checked.notice !== undefined) notices.push(message(checked.notice));
    }
  }
  const known = new Set(fields.map(({ name }) => name));
  for (const field of given.keys()) {
    if (!known.has(field)) problems.push({ field, message: `There is no setting "${field.slice(0, 100)}".` });
  }
  if (problems.length > 0) throw new ConfigProblems(problems);
  return { config, notices };
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

const isScalar = (value: unknown): value is JsonScalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A field whose existence depends on another comes after it, so that the condition is judged on a checked value. */
const inOrderOfConditions = (fields: readonly Field[]): Field[] => [
  ...fields.filter(({ when }) => when === undefined),
  ...fields.filter(({ when }) => when !== undefined),
];
