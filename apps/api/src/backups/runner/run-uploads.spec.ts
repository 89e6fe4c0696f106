import { StorageError, type Storage, type Upload } from '@stowbase/storage';
import { faultyStorage, memoryStorage } from '@stowbase/storage/testing';
import { until } from '../testing/until';
import { ClaimLost } from './claim-lost';
import { storedCopy, type RunCopy } from './run-copy';
import { RunUploads, type Announced, type UploadHooks } from './run-uploads';

const announced: Announced = {
  archive: { key: 'shop/2026/a-1.tar', fileName: 'a-1.tar' },
  restart: 0,
  sizeHint: null,
  metadata: {},
};

describe('the uploads of a run', () => {
  function setUp(storages: readonly Storage[], hooks: Partial<UploadHooks> = {}) {
    const happened: string[] = [];
    const stop = new AbortController();
    const copies = storages.map((storage, index): RunCopy => {
      const watched: Storage = {
        ...methodsOf(storage),
        create: async (...args) => watch(await storage.create(...args), happened, index),
      };
      return storedCopy({ id: `copy ${index}`, destinationId: `d${index}`, name: `Disk ${index}` }, watched);
    });
    const uploads = new RunUploads(copies, stop.signal, {
      uploading: (copy, key, state) => {
        happened.push(`${copy.id} recorded ${key} ${JSON.stringify(state)}`);
        return Promise.resolve(true);
      },
      failed: (copy, cause) => void happened.push(`${copy.id} failed ${(cause as { code: string }).code}`),
      ...hooks,
    });
    return { uploads, happened, stop };
  }

  it('P-BACKUP-RUN-6 key and state are in the records before the first byte leaves', async () => {
    const { uploads, happened } = setUp([memoryStorage()]);
    const sink = await uploads.begin(announced);
    await sink.write(Buffer.from('first'));
    await uploads.drained(announced.archive);
    expect(happened).toEqual(['copy 0 recorded shop/2026/a-1.tar {"uploadId":"upload-1"}', 'copy 0 wrote 5']);
  });

  it('F21 a part that a destination is sent again is told, with the copy and the reason', async () => {
    const memory = memoryStorage();
    const busy = new StorageError('rate-limited', 'The store asked for less haste.', 'Wait.');
    const repeating: Storage = {
      ...methodsOf(memory),
      create(key, options) {
        options.onRetry?.({ attempt: 1, cause: busy });
        return memory.create(key, options);
      },
    };
    const told: string[] = [];
    const { uploads } = setUp([repeating], {
      retried: ({ name }, { attempt, cause }) => void told.push(`${name} ${attempt} ${cause.kind}`),
    });
    await uploads.begin(announced);
    expect(told).toEqual(['Disk 0 1 rate-limited']);
    await uploads.abort(new Error('The test is over.'));
  });

  it('the key of a destination without any state is recorded before it is published', async () => {
    const memory = memoryStorage();
    const stateless: Storage = {
      ...methodsOf(memory),
      create: (key, options) => memory.create(key, { ...options, onState: () => Promise.resolve() }),
    };
    const { uploads, happened } = setUp([stateless]);
    const sink = await uploads.begin(announced);
    await sink.write(Buffer.from('first'));
    await uploads.drained(announced.archive);
    expect(happened.at(-1)).toBe('copy 0 recorded shop/2026/a-1.tar {}');
  });

  it('F44 a claim that is lost ends all of them, also those that had begun', async () => {
    const [first, second] = [memoryStorage(), memoryStorage()];
    const { uploads } = setUp([first, second], { uploading: (copy) => Promise.resolve(copy.id === 'copy 0') });
    await expect(uploads.begin(announced)).rejects.toThrow(ClaimLost);
    expect(first.openUploads.size + second.openUploads.size).toBe(0);
  });

  it('a copy that failed stays failed when the dump begins anew', async () => {
    const [good, bad] = [memoryStorage(), faultyStorage(memoryStorage(), { failAt: 3 })];
    const { uploads, happened } = setUp([good, bad]);
    const sink = await uploads.begin(announced);
    await sink.write(Buffer.from('first'));
    await until(() => uploads.meters.some(({ measure }) => measure().status === 'failed'));
    await sink.abort?.(new Error('a table was rewritten'));
    expect(good.openUploads.size).toBe(0);
    await uploads.begin({ ...announced, restart: 1 });
    expect(uploads.meters.map(({ name }) => name)).toEqual(['Disk 0']);
    expect(happened.filter((text) => text.includes('failed'))).toEqual(['copy 1 failed STORAGE_UNREACHABLE']);
  });

  it('what the end of the run does to an upload is no failure of its destination', async () => {
    const { uploads, happened, stop } = setUp([memoryStorage()]);
    const sink = await uploads.begin(announced);
    await sink.write(Buffer.from('first'));
    stop.abort(new Error('cancelled'));
    await expect(sink.write(Buffer.from('second'))).rejects.toThrow();
    await uploads.abort(new Error('cancelled'));
    expect(happened.filter((text) => text.includes('failed'))).toEqual([]);
    expect(uploads.firstFailure).toBeUndefined();
  });
});

const watch = (upload: Upload, happened: string[], index: number): Upload => ({
  write: (chunk) => {
    happened.push(`copy ${index} wrote ${chunk.length}`);
    return upload.write(chunk);
  },
  commit: (expected) => upload.commit(expected),
  abort: (cause) => upload.abort(cause),
});

/** The methods of a class's instance as a plain object. */
const methodsOf = (storage: Storage): Storage => ({
  create: (key, options) => storage.create(key, options),
  get: (key, options) => storage.get(key, options),
  stat: (key) => storage.stat(key),
  list: (prefix) => storage.list(prefix),
  delete: (key, options) => storage.delete(key, options),
  sweep: (key, state) => storage.sweep(key, state),
  close: () => storage.close(),
});
