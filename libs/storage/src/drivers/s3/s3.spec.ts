import { describeStorage } from '../../testing/conformance/describe-storage';
import { everyRadosgw, startFauxqs, type S3Server } from '../../testing/servers';
import { smallestPart } from './part-plan';
import { fullAfter, underTest } from './testing/s3-under-test';

describe.each([...everyRadosgw(), ['fauxqs', startFauxqs] as const])(
  'P-S3-1 every rule of the contract at %s',
  (name, start) => {
    let server: S3Server;
    beforeAll(async () => (server = await start()), 60_000);
    afterAll(() => server.stop());

    describeStorage(`s3 at ${name}`, () => underTest(server), {
      partBytes: smallestPart,
      failsAfter: (bytes) => underTest(server, { tuning: fullAfter(bytes) }),
    });
  },
);
