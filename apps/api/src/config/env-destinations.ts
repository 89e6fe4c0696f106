import {
  checkConfig,
  ConfigProblems,
  drivers,
  environmentNames,
  secretFields,
  type AnyDriver,
} from '@stowbase/storage';
import type { EnvDestination } from './config';
import { anyText } from './kinds/simple';
import { isSet, readVariable, type Environment, type Variable } from './variable';

const group = 'Destinations';

interface DestinationVariable {
  readonly driver: AnyDriver;
  readonly field: string;
  readonly variable: Variable<string | null>;
}

/** What a driver's fields are called in the environment: nothing has to be written down for a new driver. */
export const destinationVariables: ReadonlyMap<string, DestinationVariable> = new Map(
  drivers.flatMap((driver) =>
    [...environmentNames(driver)].map(([name, field]): [string, DestinationVariable] => [
      name,
      { driver, field, variable: declare(driver, field) },
    ]),
  ),
);

function declare(driver: AnyDriver, name: string): Variable<string | null> {
  const field = driver.fields.find((one) => one.name === name);
  return {
    group,
    kind: anyText,
    fallback: null,
    without: field?.default === undefined ? 'none' : `\`${String(field.default)}\``,
    ...(secretFields(driver).includes(name) ? { secret: true } : {}),
    help: `${driver.title}, ${field?.label ?? name}: ${field?.help ?? ''}`,
    since: '0.1.0',
  };
}

/** A destination for each type of which something is set, and for the one that is to be the default. */
export function readEnvDestinations(
  env: Environment,
  defaultType: string | null,
  problems: string[],
): readonly EnvDestination[] {
  const settings = new Map<AnyDriver, Record<string, string>>();
  for (const [name, { driver, field, variable }] of destinationVariables) {
    if (driver.type === defaultType && !settings.has(driver)) settings.set(driver, {});
    if (!isSet(env, name) && !isSet(env, `${name}_FILE`)) continue;
    const value = readVariable(env, name, variable, problems);
    if (value !== null) settings.set(driver, { ...settings.get(driver), [field]: value });
  }
  return [...settings].map(([driver, given]) => {
    problems.push(...problemsOf(driver, given));
    return { type: driver.type, name: driver.title, settings: given };
  });
}

function problemsOf(driver: AnyDriver, given: Record<string, string>): string[] {
  try {
    checkConfig(driver, given);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    const names = new Map([...environmentNames(driver)].map(([name, field]) => [field, name]));
    return error.problems.map(({ field, message }) => `${names.get(field) ?? driver.envPrefix}: ${message}`);
  }
}
