import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encryptionKey } from '../config/kinds/secrets';
import { StartError } from '../errors/start-error';
import { keyBytes } from './app-key';

/** @param name of another key file, while the key is changed */
export const keyFile = (dataFolder: string, name = 'app.key'): string => join(dataFolder, name);

/**
 * Null: there is none.
 * @throws StartError `APP_KEY_UNREADABLE` when there is one and it can't be read, or holds something else
 */
export function readKeyFile(dataFolder: string, name?: string): Buffer | null {
  const path = keyFile(dataFolder, name);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return null;
  try {
    // Whoever reads it can open every stored password.
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return encryptionKey.parse(readFileSync(path, 'utf8').trim());
  } catch (cause) {
    throw new StartError(
      'APP_KEY_UNREADABLE',
      `The key file ${path} can't be read, or doesn't hold a key.`,
      'Put back the file as it was; a new key could open none of the stored passwords.',
      cause,
    );
  }
}

/** Makes a key. It is on the disk when this returns: what is sealed with it must never outlive it. */
export function createKeyFile(dataFolder: string, name?: string): Buffer {
  const key = randomBytes(keyBytes);
  const file = openSync(keyFile(dataFolder, name), 'wx', 0o600);
  try {
    writeSync(file, `${key.toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dataFolder);
  return key;
}

/** What was made or renamed in there outlives a power cut from now on. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
