import { describeStorage } from '../../testing/conformance/describe-storage';
import { googlePlace, quick } from './testing/google-place';

describe('P-STORE-1 P-DRIVE-1 every rule of the contract', () => {
  describeStorage(
    'google_drive',
    async () => {
      const place = await googlePlace();
      // Many pages for few files.
      place.google.lists.mostPerPage = 50;
      return place;
    },
    {
      partBytes: quick.chunkBytes,
      manyKeys: 120,
      failsAfter: async (bytes) => {
        const place = await googlePlace();
        place.google.drive.limit = bytes;
        return place;
      },
    },
  );
});
