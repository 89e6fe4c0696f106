import { secretFields, type Field, type FieldMessage, type JsonScalar } from '@stowbase/storage';

/** The checked settings of a destination: by field, secrets included. Never leaves the service as it is. */
export type Settings = Readonly<Record<string, JsonScalar>>;

/** Whatever has settings as data: a type of storage, a type of notification channel. */
export interface WithFields {
  readonly fields: readonly Field[];
}

export interface MergedSettings {
  /** To be checked by `checkConfig`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly problems: readonly FieldMessage[];
}

/**
 * What is stored, changed by what a request gives (H33). A field left out stays, null removes it. A secret stays as well when its mask comes
 * back, `••••…` or the `{ set, hint }` of a reply; an empty one is a mistake: it would be neither kept nor removed.
 */
export function mergeSettings(
  driver: WithFields,
  given: Readonly<Record<string, unknown>>,
  stored: Settings | null,
): MergedSettings {
  const secrets = new Set(secretFields(driver));
  const merged = new Map<string, unknown>(Object.entries(stored ?? {}));
  const problems: FieldMessage[] = [];
  for (const [field, value] of Object.entries(given)) {
    if (value === null) merged.delete(field);
    else if (!secrets.has(field)) merged.set(field, value);
    else if (value === '') problems.push({ field, message: emptySecret(driver, field) });
    else if (!isMask(value)) merged.set(field, value);
    else if (!merged.has(field) && saysThatItIsSet(value))
      problems.push({ field, message: nothingBehindMask(driver, field) });
  }
  forgetWithoutMeaning(driver, given, merged);
  if (goesElsewhere(driver, merged, stored)) problems.push(...secretsToGiveAgain(driver, merged, stored, given));
  return { settings: Object.fromEntries(merged), problems };
}

/** A stored field that only made sense with another choice goes with it, unless the request names it: then it is told. */
function forgetWithoutMeaning(
  driver: WithFields,
  given: Readonly<Record<string, unknown>>,
  merged: Map<string, unknown>,
): void {
  const byName = new Map(driver.fields.map((field) => [field.name, field]));
  for (const { name, when } of driver.fields) {
    if (when === undefined || (Object.hasOwn(given, name) && !isMask(given[name]))) continue;
    const chosen = merged.get(when.field) ?? byName.get(when.field)?.default;
    if (chosen !== when.equals) merged.delete(name);
  }
}

/** Whoever may change an address must not get the secrets sent there that somebody else entered for another one. */
function goesElsewhere(driver: WithFields, merged: ReadonlyMap<string, unknown>, stored: Settings | null): boolean {
  return driver.fields.some(
    ({ name, kind }) => kind === 'url' && stored !== null && originOf(merged.get(name)) !== originOf(stored[name]),
  );
}

function secretsToGiveAgain(
  driver: WithFields,
  merged: ReadonlyMap<string, unknown>,
  stored: Settings | null,
  given: Readonly<Record<string, unknown>>,
): FieldMessage[] {
  return secretFields(driver)
    .filter((field) => stored?.[field] !== undefined && merged.get(field) === stored[field])
    .filter((field) => !Object.hasOwn(given, field) || isMask(given[field]))
    .map((field) => ({
      field,
      message: `${labelOf(driver, field)} has to be entered again, because it would be sent to another address.`,
    }));
}

const originOf = (value: unknown): string =>
  typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : '';

const isMask = (value: unknown): boolean =>
  typeof value === 'string' ? /^•{4}/.test(value) : typeof value === 'object' && value !== null && 'set' in value;

const saysThatItIsSet = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'object' && value !== null && 'set' in value && value.set === true);

const labelOf = (driver: WithFields, name: string): string =>
  driver.fields.find((field) => field.name === name)?.label ?? name;

const emptySecret = (driver: WithFields, field: string): string =>
  `${labelOf(driver, field)} is empty: leave it out to keep the stored one, or give null to remove it.`;

const nothingBehindMask = (driver: WithFields, field: string): string =>
  `${labelOf(driver, field)} is a mask, but nothing is stored that it could stand for: enter the secret itself.`;
