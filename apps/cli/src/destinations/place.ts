import { existsSync } from 'node:fs';
import { checkKey, checkPrefix, drivers, StorageError, type AnyDriver } from '@stowbase/storage';
import { CliError, wrongUse } from '../cli-error';
import { plain } from '../words';

/** What a word on the command line means: a path, or something at a destination (`s3:team-a/x.tar`; `rest` is behind the colon). */
export type Place =
  | { readonly is: 'path'; readonly path: string }
  | { readonly is: 'destination'; readonly driver: AnyDriver; readonly rest: string };

/** Two letters at least: `C:\x` is a path. */
const DESTINATION = /^([a-z][a-z0-9_]+):(.*)$/s;

/**
 * A path is everything that doesn't begin like a destination; `./s3:x` is one, too.
 * @throws CliError wrong use for a destination that there is none of
 */
export function parsePlace(text: string, known: readonly AnyDriver[] = drivers): Place {
  const [, type, rest] = DESTINATION.exec(text) ?? [];
  if (type === undefined || rest === undefined) return { is: 'path', path: text };
  const driver = known.find((one) => one.type === type);
  if (driver?.stored === true) return { is: 'destination', driver, rest };
  if (driver !== undefined) {
    throw wrongUse(
      `${type}: is a download in the web app; it can't be read from or written to here.`,
      'Name a file, or another destination.',
    );
  }
  if (existsSync(text)) return { is: 'path', path: text };
  throw wrongUse(
    `There is no destination ${type}:; there is ${typesOf(known)}.`,
    `A file of that name is ./${plain(text)}.`,
  );
}

/**
 * The destination that a command is about.
 * @throws CliError wrong use for a path
 */
export function parseDestination(text: string, known: readonly AnyDriver[] = drivers): Place & { is: 'destination' } {
  // Its type alone is enough where nothing else can be meant.
  const place = parsePlace(/^[a-z][a-z0-9_]+$/.test(text) ? `${text}:` : text, known);
  if (place.is === 'destination') return place;
  throw wrongUse('That is no destination.', `There is ${typesOf(known)}; "stowbase destinations list" has more.`);
}

/**
 * The key of an object, as it was typed.
 * @throws CliError wrong use
 */
export function keyOf({ driver, rest }: Place & { is: 'destination' }): string {
  if (rest === '') {
    throw wrongUse(`${driver.type}: alone names no archive.`, `"stowbase list ${driver.type}:" shows what is there.`);
  }
  return asTyped(driver, rest, () => checkKey(rest));
}

/**
 * A folder of keys: empty, or with `/` at its end.
 * @throws CliError wrong use
 */
export function folderOf({ driver, rest }: Place & { is: 'destination' }): string {
  return rest === '' ? '' : `${asTyped(driver, rest, () => checkPrefix(rest))}/`;
}

/** What stands in front of a key on the command line. */
export const placeName = (type: string, key: string): string => `${type}:${key}`;

const typesOf = (known: readonly AnyDriver[]): string =>
  known
    .filter(({ stored }) => stored)
    .map(({ type }) => `${type}:`)
    .join(', ');

/** A key that no store may see is a mistake of the command line. */
function asTyped(driver: AnyDriver, rest: string, check: () => string): string {
  try {
    return check();
  } catch (e) {
    if (!(e instanceof StorageError)) throw e;
    const hint = rest.startsWith('//')
      ? `Bucket, host and the like come from ${driver.envPrefix}_… variables: write ${driver.type}:KEY.`
      : e.nextStep;
    throw new CliError('wrong-use', 'KEY_INVALID', `${driver.type}: ${e.message}`, hint, { cause: e });
  }
}
