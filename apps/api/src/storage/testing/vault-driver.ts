import { defineDriver, StorageError, type Storage } from '@stowbase/storage';
import { memoryStorage, type MemoryStorage } from '@stowbase/storage/testing';

/** What a test does to every vault, and what it sees of them. */
export interface Vaults {
  /** The last configuration that was opened, secrets and all. */
  opened: object | null;
  /** By its name: what lies there. */
  readonly rooms: Map<string, MemoryStorage>;
  /** By room: what stands between it and whoever opens it. */
  readonly faults: Map<string, (room: Storage) => Storage>;
  /** Opened and not closed yet. */
  open: number;
  /** Deleting is refused. */
  readOnlyForDeletes: boolean;
  /** Every request fails in this way; its text may hold what a bad server would say back. */
  broken: ((config: { readonly secretKey?: string }) => StorageError) | null;
}

export const vaults: Vaults = {
  opened: null,
  rooms: new Map(),
  faults: new Map(),
  open: 0,
  readOnlyForDeletes: false,
  broken: null,
};

/** A type of storage for tests with every kind of secret: one folder and one line in the list, like any other. */
export const vaultDriver = defineDriver({
  type: 'vault',
  title: 'Vault',
  summary: 'A storage in memory that tests look into.',
  envPrefix: 'VAULT',
  fields: [
    { name: 'room', label: 'Room', help: 'Which vault.', kind: 'text', required: true },
    { name: 'endpoint', label: 'Address', help: 'Where it is.', kind: 'url', example: 'https://vault.example' },
    {
      name: 'signIn',
      label: 'Sign in with',
      help: 'How.',
      kind: 'choice',
      default: 'key',
      choices: [
        { value: 'key', label: 'A key' },
        { value: 'file', label: 'A key file' },
      ],
    },
    {
      name: 'secretKey',
      label: 'Secret key',
      help: 'Shown once.',
      kind: 'secret',
      required: true,
      when: { field: 'signIn', equals: 'key' },
    },
    {
      name: 'keyFile',
      label: 'Key file',
      help: 'JSON.',
      kind: 'json-file',
      required: true,
      when: { field: 'signIn', equals: 'file' },
    },
    { name: 'passphrase', label: 'Passphrase', help: 'A second secret.', kind: 'secret' },
  ],
  capabilities: { ranges: true, conditions: true, versions: false, locks: false, usage: true, maxObjectBytes: null },
  stored: true,
  permissions: { delete: 'vault:Delete' },
  open: (config) => {
    vaults.opened = { ...config };
    vaults.open += 1;
    const room = vaults.rooms.get(config.room) ?? memoryStorage({ capacity: 64 * 2 ** 20 });
    vaults.rooms.set(config.room, room);
    const between = vaults.faults.get(config.room) ?? ((one: Storage): Storage => one);
    return Promise.resolve(withFaults(between(room), config));
  },
});

function withFaults(room: Storage, config: { readonly secretKey?: string }): Storage {
  const checked = async (): Promise<Storage> => {
    await Promise.resolve();
    if (vaults.broken !== null) throw vaults.broken(config);
    return room;
  };
  return {
    create: async (key, options) => (await checked()).create(key, options),
    get: async (key, options) => (await checked()).get(key, options),
    stat: async (key) => (await checked()).stat(key),
    async *list(prefix) {
      yield* (await checked()).list(prefix);
    },
    delete: async (key, options) => {
      if (vaults.readOnlyForDeletes)
        throw new StorageError('forbidden', 'The key may not delete in this room.', 'Allow vault:Delete.');
      await (await checked()).delete(key, options);
    },
    usage: async () => (await (await checked()).usage?.()) ?? { used: null, free: null },
    sweep: async (key, state) => (await checked()).sweep(key, state),
    close: () => {
      vaults.open -= 1;
      return Promise.resolve();
    },
  };
}
