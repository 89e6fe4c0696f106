import { describeStorage } from './conformance/describe-storage';
import type { StorageUnderTest } from './conformance/under-test';
import { faultyStorage } from './faulty-storage';
import { memoryStorage, type MemoryStorageOptions } from './memory-storage';

const make = (options: MemoryStorageOptions = {}): Promise<StorageUnderTest> => {
  const storage = memoryStorage(options);
  return Promise.resolve({
    storage,
    leftovers: () => Promise.resolve([...storage.openUploads]),
    dispose: () => storage.close(),
  });
};

const failsInCommit = async (): Promise<StorageUnderTest> => {
  const made = await make();
  return { ...made, storage: faultyStorage(made.storage, { failCommit: true }) };
};

describe('P-STORE-1 every rule of the contract', () => {
  describeStorage('memory', () => make(), {
    partBytes: 64 * 1024,
    failsAfter: (bytes) => make({ capacity: bytes }),
    failsInCommit,
  });
});
