import {
  drivers,
  environmentDestination,
  environmentNames,
  secretFields,
  type AnyDriver,
  type Environment,
} from '@stowbase/storage';
import type { EnvDestination } from './config';
import { anyText } from './kinds/simple';
import type { Variable } from './variable';

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
  return drivers.flatMap((driver) => {
    const { defined, settings, problems: found } = environmentDestination(driver, env);
    if (!defined && driver.type !== defaultType) return [];
    problems.push(...found);
    return [{ type: driver.type, name: driver.title, settings }];
  });
}
