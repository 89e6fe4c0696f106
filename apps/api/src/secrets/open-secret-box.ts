import type { Config } from '../config/config';
import type { Database } from '../database/database';
import { StartError } from '../errors/start-error';
import { AppKey } from './app-key';
import { EnvelopeSecretBox } from './envelope-secret-box';
import { keyIdOf } from './envelope';
import { keysInUse, proveKey, readKeyCheck, writeKeyCheck } from './key-check';
import { createKeyFile, keyFile, readKeyFile } from './key-file';
import { rotateKey } from './rotate-key';
import { SecretError } from './secrets.errors';
import { crashPoint } from '../lifecycle/crash-point';

type KeyConfig = Pick<Config, 'appKey' | 'appKeyPrevious' | 'dataFolder'>;

/**
 * The box with the key of this installation, proven against the records. A key is made only where nothing is sealed yet.
 * @param tell is told, once, what the owner has to know
 * @param beforeChange before everything is sealed anew: other processes would not open it any more. What it throws is thrown
 * @throws StartError `APP_KEY_MISSING`, `APP_KEY_WRONG`, `APP_KEY_UNREADABLE`; nothing was written then
 */
export async function openSecretBox(
  config: KeyConfig,
  database: Database,
  tell: (text: string) => void,
  beforeChange: () => Promise<void> = () => Promise.resolve(),
): Promise<EnvelopeSecretBox> {
  const check = await readKeyCheck(database);
  const needed = check === null ? await keysInUse(database) : [keyIdOf(check) ?? Buffer.alloc(0)];
  const inFile = config.appKey === null ? readKeyFile(config.dataFolder) : null;
  const key = new AppKey(config.appKey ?? inFile ?? firstKey(config, needed, tell));
  const previous = config.appKeyPrevious === null ? null : new AppKey(config.appKeyPrevious);
  const unknown = needed.some((id) => !key.is(id) && previous?.is(id) !== true);
  if (unknown) throw wrongKey(config, needed);
  const box = new EnvelopeSecretBox(key, previous);
  if (check !== null) prove(check, box, config);
  if (needed.some((id) => !key.is(id))) {
    await beforeChange();
    const count = await rotateKey(database, box);
    crashPoint('rotate/sealed-anew');
    tell(
      `The key was changed: ${count} stored secrets were sealed with the new one. APP_KEY_PREVIOUS isn't needed any more.`,
    );
  }
  // Last: until then the next start finds the old check value, and goes on with the change.
  if (check === null || !box.isCurrent(check)) await writeKeyCheck(database, box);
  return box;
}

function firstKey({ dataFolder }: KeyConfig, needed: readonly Buffer[], tell: (text: string) => void): Buffer {
  const path = keyFile(dataFolder);
  if (needed.length > 0)
    throw new StartError(
      'APP_KEY_MISSING',
      `The key is missing that the stored passwords were sealed with: there is no APP_KEY, and no ${path}.`,
      `Set APP_KEY, or put back ${path}. No new key is made: it could open none of them.`,
    );
  const key = createKeyFile(dataFolder);
  crashPoint('start/key-made');
  tell(
    `A key was made: ${path}. It opens every password and key that is stored here. Keep a copy of it apart from the records; without it they are lost.`,
  );
  return key;
}

function prove(check: Buffer, box: EnvelopeSecretBox, config: KeyConfig): void {
  try {
    proveKey(check, box);
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    throw wrongKey(config, []);
  }
}

function wrongKey({ appKey, dataFolder }: KeyConfig, needed: readonly Buffer[]): StartError {
  const path = keyFile(dataFolder);
  const given = appKey === null ? `The key in ${path}` : 'APP_KEY';
  const other = appKey === null ? null : readKeyFile(dataFolder);
  const fits = other !== null && needed.length > 0 && needed.every((id) => new AppKey(other).is(id));
  return new StartError(
    'APP_KEY_WRONG',
    `${given} is not the key that the stored passwords were sealed with.`,
    fits
      ? `The one in ${path} is: unset APP_KEY, or change the key with APP_KEY_PREVIOUS_FILE=${path}.`
      : 'Set the key that this installation had; to change it, give the old one as APP_KEY_PREVIOUS.',
  );
}
