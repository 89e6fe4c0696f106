import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeStorage } from '../../testing/conformance/describe-storage';
import type { StorageUnderTest } from '../../testing/conformance/under-test';
import { localMapped } from './local-mapped';
import { isTempName } from './temp-name';

const make = async (maxSize?: number): Promise<StorageUnderTest> => {
  const root = await mkdtemp(path.join(tmpdir(), 'stowbase-local-'));
  const context = { connect: () => Promise.reject(new Error('no network')), localRoots: [root], forbiddenRoots: [] };
  const config = maxSize === undefined ? { path: 'deep/er' } : { maxSize };
  const storage = await localMapped.open(config, context);
  return {
    storage,
    reopen: (change) => localMapped.open(change(config), context),
    leftovers: async () => (await readdir(root, { recursive: true })).filter((name) => isTempName(path.basename(name))),
    dispose: () => rm(root, { recursive: true }),
  };
};

describe('P-STORE-1 every rule of the contract', () => {
  describeStorage('local_mapped', () => make(), {
    partBytes: 256 * 1024,
    configured: true,
    listsUnfinished: true,
    failsAfter: (bytes) => make(Math.max(1, bytes)),
  });
});
