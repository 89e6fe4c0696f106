import { StorageError } from '../../storage-error';
import { readAll } from './content';
import { describeConnections } from './describe-connections';
import { describeListing } from './describe-listing';
import { describeReading } from './describe-reading';
import { describeUploads } from './describe-uploads';
import { describeWriting } from './describe-writing';
import type { StorageAbilities, StorageUnderTest, UploadsUnderTest } from './under-test';

/**
 * The conformance suite of a stored driver: each rule of `storage.ts` is a case with the same words. A new driver's whole test
 * is one call of this.
 * @param make an empty storage for each case.
 */
export function describeStorage(
  name: string,
  make: () => Promise<StorageUnderTest>,
  abilities: StorageAbilities,
): void {
  describe(`the storage ${name}`, () => {
    const { failsAfter, partBytes } = abilities;
    describeUploads(name, async () => uploadsOf(await make()), {
      partBytes,
      ...(failsAfter === undefined ? {} : { failsAfter: async (bytes) => uploadsOf(await failsAfter(bytes)) }),
    });
    const open: StorageUnderTest[] = [];
    const fresh = async (made = make()): Promise<StorageUnderTest> => {
      const one = await made;
      open.push(one);
      return one;
    };
    afterEach(async () => {
      for (const one of open.splice(0)) await one.dispose();
    });
    describeWriting(fresh, abilities);
    describeReading(fresh);
    describeConnections(fresh, abilities);
    describeListing(fresh, abilities);
  });
}

function uploadsOf({ storage, leftovers, dispose }: StorageUnderTest): UploadsUnderTest {
  return {
    create: (key, options) => storage.create(key, options),
    async read(key) {
      try {
        return await readAll(await storage.get(key));
      } catch (cause) {
        if (cause instanceof StorageError && cause.kind === 'not-found') return null;
        throw cause;
      }
    },
    leftovers,
    dispose,
  };
}
