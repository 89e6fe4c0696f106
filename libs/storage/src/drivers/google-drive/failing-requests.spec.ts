import { describeFailingRequests } from '../../testing';
import { openDrive } from './open-drive';
import { googlePlace, quick } from './testing/google-place';

describe('P-CONF-3 Google Drive: whatever request fails', () => {
  describeFailingRequests(
    'google_drive',
    async (through) => {
      const place = await googlePlace();
      const port = await through(place.google.port);
      const context = { ...place.context, endpoints: place.google.endpointsAt(port) };
      const storage = openDrive(place.config, context, quick);
      return {
        ...place,
        storage,
        async dispose() {
          await storage.close();
          await place.dispose();
        },
      };
    },
    {
      bytes: 2 * quick.chunkBytes,
      // Nobody knows the address of a session whose first answer was lost: it holds no bytes, and Google forgets it after a week.
      tolerates: [/^POST \S+uploadType=resumable\S*: left after a sweep: /],
    },
  );
});
