import { environmentNames, secretFields, type AnyDriver, type Field } from '@stowbase/storage';
import type { StorageFieldDto, StorageTypeDto } from './storage-type.dto';

export function toStorageTypeDto(driver: AnyDriver): StorageTypeDto {
  const { type, title, summary, stored, capabilities } = driver;
  const secrets = new Set(secretFields(driver));
  const variables = new Map([...environmentNames(driver)].map(([variable, field]) => [field, variable]));
  const fields = driver.fields.map((field) =>
    toFieldDto(field, secrets.has(field.name), variables.get(field.name) ?? ''),
  );
  const presets = (driver.presets ?? []).map(({ values, ...preset }) => ({ ...preset, values: { ...values } }));
  return { type, title, summary, stored, fields, presets, capabilities: { ...capabilities } };
}

/** @param environment the variable that may give it; empty: none */
export function toFieldDto(field: Field, secret: boolean, environment: string): StorageFieldDto {
  const { name, label, help, kind, required, example, group, pattern, choices, min, max, when } = field;
  return {
    name,
    label,
    help,
    kind,
    required: required === true,
    secret,
    default: field.default ?? null,
    example: example ?? null,
    group: group ?? null,
    pattern: pattern === undefined ? null : { ...pattern },
    choices: (choices ?? []).map((choice) => ({ ...choice })),
    min: min ?? null,
    max: max ?? null,
    when: when === undefined ? null : { ...when },
    environment,
  };
}
