import { expectedOf, bodyOf, never, readAll, rejection, writeAll } from './content';
import { putBuffer } from '../../put-buffer';
import type { Upload } from '../../storage';
import { StorageError } from '../../storage-error';
import { storageRules as rules, uploadRules } from './rules';
import type { StorageAbilities, StorageUnderTest } from './under-test';

/** More than the buffers of sockets take. */
const slowBytes = 20 * 1024 * 1024;
const key = 'project/backup.tar';

/** Rules about what lies between a driver and its store, for drivers that have such a thing. */
export function describeConnections(
  fresh: (made?: Promise<StorageUnderTest>) => Promise<StorageUnderTest>,
  { partBytes, configured, network, failsInCommit, losesReply, stalls, slow }: StorageAbilities,
): void {
  const body = bodyOf(3 * partBytes);

  if (configured === true || network === true) {
    it(rules.config, async () => {
      const { storage, reopen } = await fresh();
      await putBuffer(storage, key, bodyOf(1_000));
      const again = await reopen!((config) => JSON.parse(JSON.stringify(config)) as typeof config);
      expect((await readAll(await again.get(key))).equals(bodyOf(1_000))).toBe(true);
      await again.close();
    });
  }

  if (network === true) {
    it(`${uploadRules.sockets} (of uploads that were stopped at once)`, async () => {
      const { storage, sockets } = await fresh();
      const uploads = await Promise.all(
        [1, 2, 3].map((which) => storage.create(`${key}${which}`, { signal: never() })),
      );
      const writing = uploads.map((upload) => writeAll(upload, body).catch((cause: unknown) => cause));
      await Promise.all(uploads.map((upload) => upload.abort(new Error('stopped'))));
      await Promise.all(writing);
      await storage.close();
      await sockets!.emptied();
      expect(sockets!.open).toBe(0);
    });
  }

  if (stalls !== undefined) {
    it(`${uploadRules.sockets} (while the store takes nothing any more)`, async () => {
      const made = await stalls();
      const { storage, sockets } = await fresh(Promise.resolve(made));
      const upload = await storage.create(key, { signal: never() });
      const stuck = rejection(forEver(upload));
      await made.stalled();
      const cause = new Error('stopped');
      await upload.abort(cause);
      expect(await stuck).toBe(cause);
      await storage.close();
      await sockets!.emptied();
      expect(sockets!.open).toBe(0);
    }, 30_000);
  }

  if (slow !== undefined && process.env['STOWBASE_TEST_ALL'] === '1') {
    it(
      uploadRules.slow,
      async () => {
        const { storage } = await fresh(slow());
        const much = bodyOf(slowBytes);
        const upload = await storage.create(key, { signal: never(), sizeHint: much.length });
        await writeAll(upload, much, 1024 * 1024);
        await upload.commit(expectedOf(much));
        expect((await storage.stat(key)).size).toBe(much.length);
      },
      60_000,
    );
  }

  if (failsInCommit !== undefined) {
    it(`${uploadRules.failedCommit} (the store fails in it)`, async () => {
      const { storage, leftovers } = await fresh(failsInCommit());
      const upload = await storage.create(key, { signal: never() });
      await writeAll(upload, body);
      const refused = await rejection(upload.commit(expectedOf(body)));
      expect(refused).toBeInstanceOf(StorageError);
      expect(await rejection(upload.commit(expectedOf(body)))).toBe(refused);
      expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'not-found' });
      expect(await leftovers()).toEqual([]);
    });
  }

  if (losesReply !== undefined) {
    it(`${uploadRules.failedCommit} (the store's answer to it is lost: whole, or not there)`, async () => {
      const { storage, leftovers } = await fresh(losesReply());
      const upload = await storage.create(key, { signal: never() });
      await writeAll(upload, body);
      const stored = await upload.commit(expectedOf(body)).catch((cause: unknown) => cause);
      if (stored instanceof Error) {
        expect(stored).toBeInstanceOf(StorageError);
        expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'not-found' });
      } else {
        expect((await readAll(await storage.get(key))).equals(body)).toBe(true);
      }
      expect(await leftovers()).toEqual([]);
    });
  }
}

/** Until the upload takes no more. */
async function forEver(upload: Upload): Promise<never> {
  const chunk = bodyOf(1024 * 1024);
  for (;;) await upload.write(chunk);
}
