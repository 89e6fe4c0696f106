import type { Storage, Upload } from '@stowbase/storage';

export interface StorageWatch {
  /** Whatever a call was rejected with. */
  failed(error: unknown): void;
  /** An object was published. */
  stored(): void;
}

/** The storage, with somebody told how its calls end. */
export function watchedStorage(storage: Storage, watch: StorageWatch): Storage {
  const tell = (error: unknown): never => {
    watch.failed(error);
    throw error;
  };
  const watched = (upload: Upload): Upload => ({
    write: (chunk) => upload.write(chunk).catch(tell),
    commit: async (expected) => {
      const object = await upload.commit(expected).catch(tell);
      watch.stored();
      return object;
    },
    abort: (cause) => upload.abort(cause),
  });
  return {
    ...storage,
    create: (key, options) => storage.create(key, options).then(watched, tell),
    get: (key, options) => storage.get(key, options).catch(tell),
    stat: (key) => storage.stat(key).catch(tell),
    list: (prefix) => storage.list(prefix),
    delete: (key, options) => storage.delete(key, options).catch(tell),
    sweep: (key, state) => storage.sweep(key, state).catch(tell),
    close: () => storage.close(),
  };
}
