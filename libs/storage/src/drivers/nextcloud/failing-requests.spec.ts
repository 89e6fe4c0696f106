import { setTimeout as delay } from 'node:timers/promises';
import {
  describeFailingRequests,
  NextcloudDouble,
  startApache,
  type StorageUnderTest,
  type WebdavServer,
} from '../../testing';
import { partBytes, testStorage } from './testing/test-storage';

/** Dozens of uploads, each with its pauses. */
const limits = { wait: (milliseconds: number) => delay(Math.min(milliseconds, 20)) };
const bytes = 2 * partBytes + 1;

describe('P-DAV-7 whichever request of an upload fails, the object is whole or not there', () => {
  describeFailingRequests(
    'Nextcloud',
    async (through): Promise<StorageUnderTest> => {
      const double = await NextcloudDouble.start();
      const { account } = double;
      const url = `http://127.0.0.1:${await through(double.port)}`;
      const opened = testStorage({ url, username: 'alice', password: account.newAppPassword() }, limits);
      return {
        ...opened,
        leftovers: () =>
          Promise.resolve([
            ...account.uploads.keys(),
            ...account.tree.files().filter((path) => path.includes('.stowbase-')),
          ]),
        async dispose() {
          await opened.close();
          await double.close();
        },
      };
    },
    { bytes },
  );

  describe('plain WebDAV', () => {
    let server: WebdavServer;
    beforeAll(async () => {
      server = await startApache();
    }, 60_000);
    afterAll(() => server.stop());

    describeFailingRequests(
      'Apache mod_dav',
      async (through): Promise<StorageUnderTest> => {
        const folder = await server.freshFolder();
        const { username, password } = server;
        const url = `http://127.0.0.1:${await through(Number(new URL(server.url).port))}/${folder}`;
        const opened = testStorage({ url, username, password }, limits);
        return {
          ...opened,
          leftovers: async () => (await server.files(folder)).filter((file) => file.includes('.stowbase-')),
          dispose: () => opened.close(),
        };
      },
      { bytes },
    );
  });
});
