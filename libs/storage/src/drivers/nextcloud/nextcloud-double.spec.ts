import { describeStorage, davErrors, type NextcloudOptions } from '../../testing';
import { nextcloudUnderTest, type NextcloudUnderTest } from './testing/nextcloud-under-test';
import { partBytes } from './testing/test-storage';

const everything = process.env['STOWBASE_TEST_ALL'] === '1';

type Prepare = (made: NextcloudUnderTest) => void;

const made = async (options: NextcloudOptions, prepare: Prepare): Promise<NextcloudUnderTest> => {
  const one = await nextcloudUnderTest(options);
  prepare(one);
  return one;
};

describe.each([
  ['Nextcloud with chunks of version 2', { chunkingV2: true }, everything ? 1_200 : 100],
  ['Nextcloud where version 2 is left out', { chunkingV2: false, path: '/nextcloud' }, 100],
])('P-DAV-1 %s', (name, options, manyKeys) => {
  describeStorage(name, () => nextcloudUnderTest(options), {
    partBytes,
    manyKeys,
    configured: true,
    listsUnfinished: true,
    network: true,
    // A folder alone needs 4,096 bytes.
    failsAfter: (bytes) => made(options, ({ double }) => (double.account.quota = Math.max(bytes, 4_096))),
    failsInCommit: () =>
      made(options, ({ double }) =>
        double.faults.plan('uploads:MOVE', { kind: 'error', error: davErrors.forbidden('no') }, { times: Infinity }),
      ),
    losesReply: () => made(options, ({ double }) => double.faults.plan('uploads:MOVE', { kind: 'lose-reply' })),
    stalls: async () => {
      const one = await made(options, ({ double }) =>
        double.faults.plan('uploads:PUT', { kind: 'silence' }, { times: Infinity }),
      );
      return { ...one, stalled: () => one.double.faults.hasStruck() };
    },
  });
});
