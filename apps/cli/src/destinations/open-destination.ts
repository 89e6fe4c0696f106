import { createHash } from 'node:crypto';
import {
  checkConfig,
  environmentDestination,
  secretFields,
  StorageError,
  withRetries,
  type AnyDriver,
  type Storage,
} from '@stowbase/storage';
import { CliError, wrongUse } from '../cli-error';
import type { Shell } from '../shell';
import { destinationContext } from './destination-context';

/** A destination of the environment, ready to be used. The one who opens it closes its storage. */
export interface Destination {
  readonly driver: AnyDriver;
  /** Asks again when the store can't be reached or asks for patience. */
  readonly storage: Storage;
  /** The same without patience: for whoever wants to know at once. */
  readonly impatient: Storage;
  /** The same for the same settings, secrets apart: what was written down about one destination is never used for another. */
  readonly fingerprint: string;
}

/**
 * Its secrets are taken out of every text from here on, before anything can fail.
 * @throws CliError wrong use, with the variables that are missing or wrong
 */
export async function openDestination(driver: AnyDriver, shell: Shell): Promise<Destination> {
  const { settings, problems } = environmentDestination(driver, shell.env.variables);
  const secrets = secretFields(driver);
  for (const field of secrets) hide(settings[field], shell);
  if (problems.length > 0) {
    throw wrongUse(
      `The destination ${driver.type}: is not set up. ${problems.join(' ')}`,
      `"stowbase destinations list" shows its variables.`,
    );
  }
  const { config } = checkConfig(driver, settings);
  const open = Object.entries(config).filter(([name]) => !secrets.includes(name));
  try {
    const storage = await driver.open(config, destinationContext(shell.env.variables));
    return {
      driver,
      storage: withRetries(storage, { signal: shell.signal }),
      impatient: storage,
      fingerprint: createHash('sha256')
        .update(JSON.stringify([driver.type, open.sort()]))
        .digest('hex'),
    };
  } catch (e) {
    throw asWrongUse(driver, e);
  }
}

/** Opens it for one use. */
export async function withDestination<T>(
  driver: AnyDriver,
  shell: Shell,
  use: (destination: Destination) => Promise<T>,
): Promise<T> {
  const destination = await openDestination(driver, shell);
  try {
    return await use(destination);
  } finally {
    await destination.storage.close();
  }
}

/** Settings that can't be meant; anything else passes as it is. */
export function asWrongUse(driver: AnyDriver, e: unknown): unknown {
  if (!(e instanceof StorageError) || e.kind !== 'invalid-config') return e;
  return new CliError('wrong-use', e.code, `${driver.type}: ${e.message}`, e.nextStep, { cause: e });
}

/** The secret, and what stands in it when it is a file of JSON: a server may say one of those back. */
function hide(secret: string | undefined, shell: Shell): void {
  if (secret === undefined) return;
  const inside = secret.startsWith('{') ? [...secret.matchAll(/"((?:[^"\\]|\\.){16,})"/g)].map(([, text]) => text) : [];
  for (const text of [secret, ...inside]) {
    shell.secrets.add(text);
    shell.secrets.add(
      Buffer.from(text ?? '')
        .toString('base64')
        .replace(/=+$/, ''),
    );
  }
}
