import { existsSync, readFileSync } from 'node:fs';
import { defineDriver, drivers, StorageError, type Storage } from '@stowbase/storage';

const file = process.env['CANARY_VAULTS'] ?? '';
const disk = drivers.find(({ type }) => type === 'local_mapped');

/** A folder behind a secret. While a file says so, every request fails in words that hold the secret, as no server should answer. */
export const talkativeDriver = defineDriver({
  type: 'talkative',
  title: 'Talkative',
  summary: 'For tests.',
  envPrefix: 'TALKATIVE',
  fields: [
    { name: 'path', label: 'Folder', help: 'Where.', kind: 'path', required: true },
    { name: 'secretKey', label: 'Secret key', help: 'Shown once.', kind: 'secret', required: true },
  ],
  capabilities: { ranges: true, conditions: false, versions: false, locks: false, usage: true, maxObjectBytes: null },
  stored: true,
  open: async ({ path, secretKey }, context) => {
    if (disk === undefined) throw new Error('there is no driver for folders');
    const storage = await disk.open({ path }, context);
    const talk = (): void => {
      const error = errorNow(secretKey);
      if (error !== null) throw error;
    };
    return talking(storage, talk);
  },
});

/** Foreseen, as a driver should fail, or not, as it would by a mistake of its own. */
function errorNow(key: string): Error | null {
  const how = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const said = `refused ${key} ${encodeURIComponent(key)} ${JSON.stringify(key)} ${Buffer.from(key).toString('base64')}`;
  if (how === 'foreseen') return new StorageError('auth', said, said, { cause: new Error(said) });
  return how === 'unforeseen' ? new Error(said, { cause: new Error(said) }) : null;
}

function talking(storage: Storage, talk: () => void): Storage {
  const checked = async (): Promise<Storage> => {
    await Promise.resolve();
    talk();
    return storage;
  };
  return {
    create: async (key, options) => (await checked()).create(key, options),
    get: async (key, options) => (await checked()).get(key, options),
    stat: async (key) => (await checked()).stat(key),
    async *list(prefix) {
      yield* (await checked()).list(prefix);
    },
    delete: async (key, options) => (await checked()).delete(key, options),
    usage: async () => (await (await checked()).usage?.()) ?? { used: null, free: null },
    sweep: async (key, state) => (await checked()).sweep(key, state),
    close: () => storage.close(),
  };
}
