import { describeStorage } from '../../testing/conformance/describe-storage';
import { slowLink, slowLinkLimits } from '../../testing/conformance/slow-link';
import { driveErrors } from '../../testing/google';
import { googlePlace, quick, type GooglePlace } from './testing/google-place';

const everything = process.env['STOWBASE_TEST_ALL'] === '1';

const after = async (prepare: (place: GooglePlace) => void): Promise<GooglePlace> => {
  const place = await googlePlace();
  prepare(place);
  return place;
};

async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setImmediate(resolve));
}

describe('P-STORE-1 P-DRIVE-1 every rule of the contract', () => {
  describeStorage(
    'google_drive',
    // Many pages for few files.
    () => after(({ google }) => (google.lists.mostPerPage = 50)),
    {
      partBytes: quick.chunkBytes,
      manyKeys: everything ? 1_200 : 120,
      network: true,
      failsAfter: (bytes) => after(({ google }) => (google.drive.limit = bytes)),
      failsInCommit: () =>
        after(({ google }) => google.faults.plan('update', { kind: 'error', error: driveErrors.noAccess('1x') })),
      losesReply: () => after(({ google }) => google.faults.plan('update', { kind: 'lose-reply' })),
      async slow() {
        const place = await googlePlace({ timing: { limits: slowLinkLimits } });
        place.proxy.set(slowLink);
        return place;
      },
      async stalls() {
        const place = await googlePlace();
        place.proxy.set({ kind: 'stall', way: 'up', afterBytes: 300_000, on: 'PUT /upload/' });
        return { ...place, stalled: () => until(() => place.proxy.struck > 0) };
      },
    },
  );
});
