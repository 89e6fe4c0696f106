import { existsSync, renameSync } from 'node:fs';
import type { Config } from '../../config/config';
import type { Database } from '../../database/database';
import { AppKey } from '../../secrets/app-key';
import { createKeyFile, keyFile, readKeyFile, syncFolder } from '../../secrets/key-file';
import { openSecretBox } from '../../secrets/open-secret-box';
import { AuditLog } from '../audit-log';
import { AdminError } from './admin-error';
import { consoleActor } from './console-actor';

/** Made, not in use yet. */
const next = 'app.key.next';
/** Of which something stored may still need it. */
const previous = 'app.key.previous';

type KeyConfig = Pick<Config, 'appKey' | 'appKeyPrevious' | 'dataFolder'>;

export interface ChangedKey {
  /** Null: the key comes from APP_KEY. */
  readonly keyFile: string | null;
  /** The old key: it opens older copies of the records. */
  readonly oldKeyFile: string | null;
}

/**
 * Seals everything that is stored with a new key. Where the key is a file a new one is made; from the environment it has to be given. Can be
 * stopped anywhere: until it was run to its end the service refuses to start, and running it again goes on.
 * @param tell is told what was done
 * @throws AdminError `NEW_KEY_MISSING`, `NO_KEY_FILE`, StartError of the secret box
 */
export async function changeKey(
  config: KeyConfig,
  database: Database,
  tell: (text: string) => void,
): Promise<ChangedKey> {
  const files = config.appKey === null ? await putNewKey(config, database, tell) : null;
  if (config.appKey !== null && config.appKeyPrevious === null) {
    throw new AdminError(
      'NEW_KEY_MISSING',
      'The key comes from APP_KEY, so a new one has to be given.',
      'Set APP_KEY to the new key (openssl rand -base64 32) and APP_KEY_PREVIOUS to the old one, and run this again.',
    );
  }
  await openSecretBox(files ?? config, database, tell);
  await database.write((manager) => new AuditLog().record(manager, { actor: consoleActor, action: 'key.change' }));
  return files === null ? { keyFile: null, oldKeyFile: null } : retire(config.dataFolder, files.appKeyPrevious);
}

/** Puts a new key in the place of the file, or finishes what was begun. */
async function putNewKey(
  { dataFolder }: KeyConfig,
  database: Database,
  tell: (text: string) => void,
): Promise<{ appKey: null; appKeyPrevious: Buffer; dataFolder: string }> {
  if (!existsSync(keyFile(dataFolder, previous))) {
    const old = readKeyFile(dataFolder);
    if (old === null) throw noKeyFile(dataFolder);
    // Proves the old key before anything is renamed.
    await openSecretBox({ appKey: null, appKeyPrevious: null, dataFolder }, database, tell);
    if (!existsSync(keyFile(dataFolder, next))) createKeyFile(dataFolder, next);
    renameSync(keyFile(dataFolder), keyFile(dataFolder, previous));
  }
  if (!existsSync(keyFile(dataFolder))) renameSync(keyFile(dataFolder, next), keyFile(dataFolder));
  syncFolder(dataFolder);
  const appKeyPrevious = readKeyFile(dataFolder, previous);
  if (appKeyPrevious === null) throw noKeyFile(dataFolder);
  return { appKey: null, appKeyPrevious, dataFolder };
}

/** The old key is kept: copies of the records that are older than this change need it. */
function retire(dataFolder: string, oldKey: Buffer): ChangedKey {
  const oldKeyFile = keyFile(dataFolder, `app.key.old-${new AppKey(oldKey).id.toString('hex')}`);
  renameSync(keyFile(dataFolder, previous), oldKeyFile);
  syncFolder(dataFolder);
  return { keyFile: keyFile(dataFolder), oldKeyFile };
}

const noKeyFile = (dataFolder: string): AdminError =>
  new AdminError(
    'NO_KEY_FILE',
    `There is no key to change: ${keyFile(dataFolder)} is missing.`,
    'Put it back, or set APP_KEY and APP_KEY_PREVIOUS.',
  );
