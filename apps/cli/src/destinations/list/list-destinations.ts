import { drivers, environmentDestination, environmentNames, secretFields } from '@stowbase/storage';
import type { AnyDriver, EnvironmentDestination } from '@stowbase/storage';
import type { Outcome, Shell } from '../../shell';
import { columns, plain } from '../../words';

/** One variable of a destination. `value` is null for secrets, where nothing is set, and where what is set is wrong: it may be a secret. */
interface Setting {
  readonly variable: string;
  /** The variable that it came from, with `_FILE` where it lies in a file; null: it isn't set. */
  readonly from: string | null;
  readonly value: string | null;
  readonly secret: boolean;
  readonly required: boolean;
}

/** `stowbase destinations list`: nothing is asked over the network. */
export function listDestinations(shell: Shell): Outcome {
  const all = drivers
    .filter(({ stored }) => stored)
    .map((driver) => environmentDestination(driver, shell.env.variables));
  return {
    status: 'done',
    document: { destinations: all.map(documentOf) },
    text: all.map(textOf).join('\n\n'),
  };
}

function settingsOf({ driver, settings, from, problems }: EnvironmentDestination): Setting[] {
  const secrets = secretFields(driver);
  return [...environmentNames(driver)].map(([variable, field]) => {
    const secret = secrets.includes(field);
    return {
      variable,
      from: from.get(field) ?? null,
      value: secret || isWrong(variable, problems) ? null : (settings[field] ?? null),
      secret,
      required: isRequired(driver, field),
    };
  });
}

const isWrong = (variable: string, problems: readonly string[]): boolean =>
  problems.some((problem) => problem.startsWith(`${variable}:`));

function documentOf(destination: EnvironmentDestination): object {
  const { driver, defined, problems } = destination;
  return {
    destination: `${driver.type}:`,
    title: driver.title,
    defined,
    ready: problems.length === 0,
    settings: settingsOf(destination),
    problems,
  };
}

function textOf(destination: EnvironmentDestination): string {
  const { driver, defined, problems } = destination;
  const settings = settingsOf(destination);
  if (!defined) {
    const needed = settings.filter(({ required }) => required).map(({ variable }) => variable);
    const how = needed.length === 0 ? 'works with its defaults' : `needs ${needed.join(', ')}`;
    return `${driver.type}:  ${driver.title}; nothing is set, ${how}`;
  }
  const rows = settings
    .filter(({ from }) => from !== null)
    .map(({ from, value }) => [from ?? '', plain(value ?? 'set')]);
  return [
    `${driver.type}:  ${driver.title}${problems.length === 0 ? '' : ', not ready'}`,
    ...columns(rows),
    ...problems.map((problem) => `  ✕ ${plain(problem)}`),
  ].join('\n');
}

function isRequired(driver: AnyDriver, name: string): boolean {
  const field = driver.fields.find((one) => one.name === name);
  return field?.required === true && field.when === undefined;
}
