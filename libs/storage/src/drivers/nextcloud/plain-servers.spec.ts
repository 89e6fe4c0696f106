import { plainConnect } from '../../http/testing/local-server';
import { describeStorage } from '../../testing';
import { startApache, startNginx, startRclone, type WebdavServer } from '../../testing/servers';
import { openDavStorage } from './open-dav-storage';

const gatherBytes = 256 * 1024;

const everything = process.env['STOWBASE_TEST_ALL'] === '1';
const servers = [
  { name: 'Apache mod_dav', start: startApache, manyKeys: everything ? 1_200 : 300 },
  // It lists the whole folder for each file that is looked up.
  { name: 'rclone serve webdav', start: startRclone, manyKeys: everything ? 1_200 : 150 },
  ...(everything ? [{ name: 'nginx dav', start: startNginx, manyKeys: 1_200 }] : []),
];

describe.each(servers)('$name', ({ name, start, manyKeys }) => {
  let server: WebdavServer;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());

  describeStorage(
    name,
    async () => {
      const folder = await server.freshFolder();
      const { url, username, password } = server;
      const storage = openDavStorage(
        { url: url + folder, username, password, path: 'Backups/Stowbase', kind: 'auto', allowInsecure: false },
        plainConnect,
        { gatherBytes },
      );
      return {
        storage,
        leftovers: async () => (await server.files(folder)).filter((file) => file.includes('.stowbase-')),
        dispose: () => storage.close(),
      };
    },
    { partBytes: gatherBytes, manyKeys },
  );
});
