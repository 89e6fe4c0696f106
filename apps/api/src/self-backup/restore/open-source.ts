import { createReadStream, existsSync } from 'node:fs';
import { checkConfig, drivers, type Storage, type StoredObject } from '@stowbase/storage';
import { AdminError } from '../../accounts/admin/admin-error';
import { pacedBytes } from '../../catalogue/checks/paced-bytes';
import { realPace } from '../../backups/queue/pace';
import type { Config } from '../../config/config';
import { Outgoing } from '../../outgoing/outgoing';
import { isSelfBackupKey } from '../self-backup-key';

/** Where a backup of the records is read from; from the beginning each time. */
export interface RestoreSource {
  /** As it is told. */
  readonly name: string;
  bytes(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

type SourceConfig = Pick<
  Config,
  'envDestinations' | 'localStorageRoots' | 'dataFolder' | 'allowPrivateNetworks' | 'storageEndpoints'
>;

/**
 * @param word a path, or `<type>:<key>` of a destination that the environment defines; `<type>:` or `<type>:<folder>/` is the newest one there
 * @throws AdminError `FILE_MISSING`, `DESTINATION_NOT_SET`, `NO_SELF_BACKUP`, `SELF_BACKUP_FROM_FUTURE`; StorageError, ConfigProblems
 */
export async function openSource(word: string, config: SourceConfig): Promise<RestoreSource> {
  const [, type = '', key = ''] = /^([a-z0-9_]+):(.*)$/.exec(word) ?? [];
  const driver = drivers.find((one) => one.stored && one.type === type);
  if (driver === undefined) return fileSource(word);
  const given = config.envDestinations.find((one) => one.type === type);
  if (given === undefined) {
    throw new AdminError(
      'DESTINATION_NOT_SET',
      `The environment says nothing of a destination "${type}".`,
      'Set its variables as for the service (docs/configuration.md, "Destinations").',
    );
  }
  const outgoing = new Outgoing({ allowPrivateNetworks: config.allowPrivateNetworks });
  const storage = await driver.open(checkConfig(driver, given.settings).config, {
    connect: (target) => outgoing.connect(target),
    localRoots: config.localStorageRoots,
    forbiddenRoots: [config.dataFolder],
    endpoints: config.storageEndpoints ?? {},
  });
  const object = key === '' || key.endsWith('/') ? await newest(storage, key) : await storage.stat(key);
  return storedSource(storage, object, `${type}:${object.key}`);
}

function fileSource(path: string): RestoreSource {
  if (!existsSync(path)) throw new AdminError('FILE_MISSING', `There is no file ${path}.`, 'Give its whole path.');
  return { name: path, bytes: () => createReadStream(path), close: () => Promise.resolve() };
}

function storedSource(storage: Storage, object: StoredObject, name: string): RestoreSource {
  const { signal } = new AbortController();
  const at = { signal, pace: realPace, mayGoOn: () => Promise.resolve(), limit: () => Promise.resolve() };
  return { name, bytes: () => pacedBytes(storage, object, at), close: () => storage.close() };
}

/** Names have the time in them. */
async function newest(storage: Storage, prefix: string): Promise<StoredObject> {
  let last: StoredObject | null = null;
  const nameOf = ({ key }: StoredObject): string => key.split('/').at(-1) ?? '';
  for await (const object of storage.list(prefix)) {
    if (isSelfBackupKey(object.key) && (last === null || nameOf(object) > nameOf(last))) last = object;
  }
  if (last !== null) {
    demandPast(nameOf(last), last.key);
    return last;
  }
  throw new AdminError(
    'NO_SELF_BACKUP',
    'No backup of the records of a service lies there.',
    'Look whether it is the right destination, bucket and folder.',
  );
}

const dayMs = 24 * 3600_000;

/** Whoever may write there could plant a file that would always be the newest: encryption keeps readers out, it proves no sender. */
function demandPast(name: string, key: string): void {
  const tomorrow = new Date(Date.now() + dayMs).toISOString().replace(/[-:]|\.\d+/g, '');
  if ((name.split('_')[1] ?? '') <= tomorrow) return;
  throw new AdminError(
    'SELF_BACKUP_FROM_FUTURE',
    `The newest file there, ${key}, says that it is from the future.`,
    'Look who put it there, then name the file that you mean: <type>:<key>.',
  );
}
