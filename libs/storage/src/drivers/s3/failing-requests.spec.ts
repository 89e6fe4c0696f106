import { describeFailingRequests } from '../../testing';
import { everyRadosgw, startFauxqs, type S3Server } from '../../testing/servers';
import { smallestPart } from './part-plan';
import { underTest } from './testing/s3-under-test';

const more = process.env['STOWBASE_TEST_ALL'] === '1' ? [['fauxqs', startFauxqs] as const] : [];

describe.each([...everyRadosgw(), ...more])('P-CONF-3 S3 at %s: whatever request fails', (name, start) => {
  let server: S3Server;
  beforeAll(async () => (server = await start()), 60_000);
  afterAll(() => server.stop());

  describeFailingRequests(
    `s3 at ${name}`,
    async (through) => {
      const port = await through(Number(new URL(server.endpoint).port));
      return underTest(server, {}, { ...server, endpoint: `http://127.0.0.1:${port}` });
    },
    {
      bytes: smallestPart + 1,
      tolerates: [
        // Without a look nobody knows whether the object is ours, so it is not deleted.
        /^HEAD \S+: an error, but an object: /,
      ],
    },
  );
});
