import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { AdminError } from '../../accounts/admin/admin-error';
import type { Config } from '../../config/config';
import { AppKey } from '../../secrets/app-key';
import { EnvelopeSecretBox } from '../../secrets/envelope-secret-box';
import { proveKey } from '../../secrets/key-check';
import { keyFile, readKeyFile, syncFolder } from '../../secrets/key-file';
import { SecretError } from '../../secrets/secrets.errors';
import type { ProvenFile } from './prove-file';

export interface SettledKey {
  /** Where it was put; null: it is there already, or comes from APP_KEY. */
  readonly putInto: string | null;
  /** Puts it there. */
  keep(): void;
}

/**
 * The key that opens what is sealed in the records: from the file, else the one that this service has. Proven by the records' own check value.
 * @throws AdminError `APP_KEY_DIFFERS`, `APP_KEY_NEEDED`, `APP_KEY_WRONG`
 */
export function settleKey({ head, keyCheck }: ProvenFile, config: Pick<Config, 'appKey' | 'dataFolder'>): SettledKey {
  const inFile = head.appKey === null ? null : Buffer.from(head.appKey, 'base64');
  const mine = config.appKey ?? readKeyFile(config.dataFolder);
  const key = inFile ?? mine;
  if (key === null) {
    if (keyCheck === null) return { putInto: null, keep: () => undefined };
    throw new AdminError(
      'APP_KEY_NEEDED',
      'The file is not encrypted, so the key of the service is not in it, and without that the stored passwords are lost.',
      `Set APP_KEY, or put the old key file into ${keyFile(config.dataFolder)}, and run this again.`,
    );
  }
  if (inFile !== null && mine !== null && !inFile.equals(mine)) {
    throw new AdminError(
      'APP_KEY_DIFFERS',
      `${config.appKey === null ? keyFile(config.dataFolder) : 'APP_KEY'} is not the key of these records.`,
      config.appKey === null ? 'Use an empty DATA_DIR.' : 'Unset APP_KEY, or set the key that this service had.',
    );
  }
  demandFits(key, keyCheck);
  const path = keyFile(config.dataFolder);
  if (mine !== null) return { putInto: null, keep: () => undefined };
  return { putInto: path, keep: () => write(path, config.dataFolder, key) };
}

function demandFits(key: Buffer, check: Buffer | null): void {
  if (check === null) return;
  try {
    proveKey(check, new EnvelopeSecretBox(new AppKey(key)));
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    throw new AdminError(
      'APP_KEY_WRONG',
      'The key of this service is not the one that the stored passwords were sealed with.',
      'Set the key that the service had when these records were backed up.',
    );
  }
}

/** It is on the disk before anything that needs it. */
function write(path: string, dataFolder: string, key: Buffer): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${key.toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dataFolder);
}
