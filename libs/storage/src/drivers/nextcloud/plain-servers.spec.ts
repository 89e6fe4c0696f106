import {
  describeStorage,
  faultProxy,
  startApache,
  startNginx,
  startRclone,
  slowLink,
  slowLinkLimits,
  type ProxyFault,
  type StorageUnderTest,
  type WebdavServer,
} from '../../testing';
import type { DavLimits } from './dav-limits';
import { partBytes, testStorage } from './testing/test-storage';

const everything = process.env['STOWBASE_TEST_ALL'] === '1';
const servers = [
  { name: 'Apache mod_dav', start: startApache, manyKeys: 1_200 },
  // It lists the whole folder for each file that is looked up.
  { name: 'rclone serve webdav', start: startRclone, manyKeys: everything ? 300 : 100 },
  ...(everything ? [{ name: 'nginx dav', start: startNginx, manyKeys: 1_200, hidesDotFiles: true }] : []),
];

describe.each(servers)('P-DAV-2 $name', ({ name, start, ...abilities }) => {
  let server: WebdavServer;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());

  async function made(url = server.url, limits: Partial<DavLimits> = {}): Promise<StorageUnderTest> {
    const folder = await server.freshFolder();
    const { username, password } = server;
    const opened = testStorage({ url: url + folder, username, password }, limits);
    return {
      ...opened,
      leftovers: async () => (await server.files(folder)).filter((file) => file.includes('.stowbase-')),
      dispose: () => opened.close(),
    };
  }

  async function madeBehind(
    fault: ProxyFault,
    limits: Partial<DavLimits> = {},
  ): Promise<StorageUnderTest & { stalled(): Promise<void> }> {
    const proxy = await faultProxy(Number(new URL(server.url).port), fault);
    const one = await made(`http://127.0.0.1:${proxy.port}/`, limits);
    return {
      ...one,
      stalled: () => struck(proxy),
      async dispose() {
        await one.dispose();
        await proxy.stop();
      },
    };
  }

  describeStorage(name, () => made(), {
    partBytes,
    ...abilities,
    configured: true,
    network: true,
    failsInCommit: () => madeBehind({ kind: 'cut', way: 'up', afterBytes: 0, on: 'MOVE /' }),
    losesReply: () => madeBehind({ kind: 'lose-reply', on: 'MOVE /', times: 1 }),
    stalls: () => madeBehind({ kind: 'stall', way: 'up', afterBytes: 1_000_000, on: 'PUT /', times: 1 }),
    slow: () => madeBehind(slowLink, { http: slowLinkLimits }),
  });
});

async function struck(proxy: { readonly struck: number }): Promise<void> {
  while (proxy.struck === 0) await new Promise((resolve) => setImmediate(resolve));
}
