import { describeFailingRequests, NextcloudDouble, startApache, type WebdavServer } from '../../testing';
import { partBytes, testStorage } from './testing/test-storage';

describe('P-CONF-3 WebDAV: whatever request fails', () => {
  let server: WebdavServer;
  beforeAll(async () => {
    server = await startApache();
  }, 60_000);
  afterAll(() => server.stop());

  describeFailingRequests(
    'Apache mod_dav',
    async (through) => {
      const folder = await server.freshFolder();
      const { username, password } = server;
      const port = await through(Number(new URL(server.url).port));
      const opened = testStorage({ url: `http://127.0.0.1:${port}/${folder}`, username, password });
      return {
        ...opened,
        leftovers: async () => (await server.files(folder)).filter((file) => file.includes('.stowbase-')),
        dispose: () => opened.close(),
      };
    },
    { bytes: 2 * partBytes },
  );
});

describe.each([
  ['with chunks of version 2', { chunkingV2: true }],
  ['where version 2 is left out', { chunkingV2: false }],
])('P-CONF-3 Nextcloud %s: whatever request fails', (how, options) => {
  describeFailingRequests(
    `Nextcloud ${how}`,
    async (through) => {
      const double = await NextcloudDouble.start(options);
      const { account } = double;
      const url = new URL(double.url);
      url.port = String(await through(Number(url.port)));
      const opened = testStorage({ url: url.href, username: account.loginName, password: account.newAppPassword() });
      const isTemp = (path: string): boolean => path.includes('.stowbase-');
      return {
        ...opened,
        leftovers: () => Promise.resolve([...account.uploads.keys(), ...account.tree.files().filter(isTemp)]),
        async dispose() {
          await opened.close();
          await double.close();
        },
      };
    },
    { bytes: 2 * partBytes },
  );
});
