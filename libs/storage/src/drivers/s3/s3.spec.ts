import { describeStorage } from '../../testing/conformance/describe-storage';
import { slowLink, slowLinkLimits } from '../../testing';
import { everyRadosgw, startFauxqs, type S3Server } from '../../testing/servers';
import { smallestPart } from './part-plan';
import { fullAfter, underTest, underTestBehind } from './testing/s3-under-test';

const everything = process.env['STOWBASE_TEST_ALL'] === '1';

/** The request that completes a multipart upload. */
const complete = /POST \S+\?(?:\S+&)?uploadId=/;

describe.each([...everyRadosgw(), ['fauxqs', startFauxqs] as const])(
  'P-S3-1 every rule of the contract at %s',
  (name, start) => {
    let server: S3Server;
    beforeAll(async () => (server = await start()), 60_000);
    afterAll(() => server.stop());

    describeStorage(`s3 at ${name}`, () => underTest(server), {
      partBytes: smallestPart,
      configured: true,
      // Ceph shows more than a page.
      manyKeys: everything || name !== 'fauxqs' ? 1_200 : 100,
      // The quick server keeps no list of them.
      listsUnfinished: name !== 'fauxqs',
      // The quick server does under load, although it knows If-None-Match: two of three were seen to win.
      looksThenWrites: name === 'fauxqs',
      network: true,
      failsInCommit: () => underTestBehind(server, { kind: 'cut', way: 'up', afterBytes: 0, on: complete }),
      losesReply: () => underTestBehind(server, { kind: 'lose-reply', on: complete, times: 1 }),
      stalls: () => underTestBehind(server, { kind: 'stall', way: 'up', afterBytes: 1_000_000, on: 'PUT /' }),
      slow: () => underTestBehind(server, slowLink, { tuning: { limits: slowLinkLimits } }),
      failsAfter: (bytes) => underTest(server, { tuning: fullAfter(bytes) }),
    });
  },
);
