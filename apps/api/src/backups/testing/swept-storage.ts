import { StorageError, type Storage } from '@stowbase/storage';
import { memoryStorage, type MemoryStorage } from '@stowbase/storage/testing';

/** Memory that forgets a swept upload as real stores do: its commit fails then. */
export interface SweptStorage extends Storage {
  readonly objects: MemoryStorage['objects'];
  readonly openUploads: MemoryStorage['openUploads'];
  /** Every call fails while it is set. */
  isDown: boolean;
  /** What is published stays there, and the reply is lost while it is set. */
  isDeaf: boolean;
  /** What was swept is published all the same while it is set: as if the last request had been under way for long. */
  isLate: boolean;
}

/** Of the worst kind: the last one to publish a key wins. */
export function sweptStorage(): SweptStorage {
  const inner = memoryStorage({ overwrites: true });
  const up = (): void => {
    if (storage.isDown) throw new StorageError('unreachable', 'The store does not answer.', 'Try again later.');
  };
  const storage: SweptStorage = {
    isDown: false,
    isDeaf: false,
    isLate: false,
    get objects() {
      return inner.objects;
    },
    openUploads: inner.openUploads,
    async create(key, options) {
      up();
      let uploadId = '';
      const upload = await inner.create(key, {
        ...options,
        onState: async (state) => {
          uploadId = state['uploadId'] ?? '';
          await options.onState?.(state);
        },
      });
      return {
        write: (chunk) => upload.write(chunk),
        abort: (cause) => upload.abort(cause),
        commit: async (expected) => {
          up();
          if (storage.isLate || inner.openUploads.has(uploadId)) {
            const object = await upload.commit(expected);
            if (!storage.isDeaf) return object;
            throw new StorageError('unreachable', 'The reply was lost.', 'Try again later.');
          }
          await upload.abort(new Error('swept'));
          throw new StorageError('unexpected', 'There is no such upload.', 'Start the backup again.');
        },
      };
    },
    get: async (key, options) => (up(), inner.get(key, options)),
    stat: async (key) => (up(), inner.stat(key)),
    async *list(prefix) {
      up();
      yield* inner.list(prefix);
    },
    delete: async (key, options) => (up(), inner.delete(key, options)),
    sweep: async (key, state) => {
      up();
      // As strict as a driver may be: a state is one that `onState` was given.
      if (state['uploadId'] === undefined) throw new StorageError('unexpected', 'This is no state.', 'Report it.');
      await inner.sweep(key, state);
    },
    close: () => Promise.resolve(),
  };
  return storage;
}
