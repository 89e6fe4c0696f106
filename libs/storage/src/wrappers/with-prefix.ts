import { checkKey, checkPrefix } from '../keys';
import type { Storage, StoredObject, UnfinishedUpload, Upload } from '../storage';

/**
 * The storage below a folder of keys: whoever uses it sees keys without the prefix, and nothing beside it.
 * @throws StorageError `invalid-config` for the field `prefix`.
 */
export function withPrefix(storage: Storage, prefix: string): Storage {
  const bare = checkPrefix(prefix);
  if (bare === '') return storage;
  // Checked before the prefix is there, too: else "" or "/x" would look right behind it.
  const full = (key: string): string => checkKey(`${bare}/${checkKey(key)}`);
  const short = (object: StoredObject): StoredObject => ({ ...object, key: object.key.slice(bare.length + 1) });
  return {
    create: async (key, options) => renamed(await storage.create(full(key), options), short),
    get: async (key, options) => storage.get(full(key), options),
    stat: async (key) => short(await storage.stat(full(key))),
    async *list(start) {
      for await (const object of storage.list(`${bare}/${start}`)) yield short(object);
    },
    delete: async (key, options) => storage.delete(full(key), options),
    sweep: async (key, state) => storage.sweep(full(key), state),
    close: () => storage.close(),
    ...(storage.unfinished === undefined ? {} : { unfinished: (start) => shortened(storage, bare, start) }),
    ...(storage.usage === undefined ? {} : { usage: storage.usage.bind(storage) }),
    ...(storage.facts === undefined ? {} : { facts: storage.facts.bind(storage) }),
  };
}

async function* shortened(storage: Storage, bare: string, start: string): AsyncGenerator<UnfinishedUpload> {
  for await (const upload of storage.unfinished?.(`${bare}/${start}`) ?? [])
    yield { ...upload, key: upload.key.slice(bare.length + 1) };
}

const renamed = (upload: Upload, short: (object: StoredObject) => StoredObject): Upload => ({
  write: (chunk) => upload.write(chunk),
  commit: async (expected) => short(await upload.commit(expected)),
  abort: (cause) => upload.abort(cause),
});
