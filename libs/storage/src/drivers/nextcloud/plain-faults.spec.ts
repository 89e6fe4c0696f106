import type { UploadState } from '../../storage';
import { faultProxy, startApache, startRclone, type FaultProxy, type WebdavServer } from '../../testing';
import { bodyOf, expectedOf, never, readAll, rejection, writeAll } from '../../testing/conformance/content';
import { partBytes, testStorage, type TestStorage } from './testing/test-storage';

const key = 'project/backup.tar';
const long = bodyOf(8 * partBytes);
const short = bodyOf(partBytes);

describe.each([
  ['Apache mod_dav', startApache],
  ['rclone serve webdav', startRclone],
])('F26 the connection to %s breaks during an upload', (_name, start) => {
  let server: WebdavServer;
  let proxy: FaultProxy;
  let folder: string;
  let at: TestStorage;
  const states: UploadState[] = [];
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    proxy = await faultProxy(Number(new URL(server.url).port));
    folder = await server.freshFolder();
    const { username, password } = server;
    const url = `http://127.0.0.1:${proxy.port}/${folder}`;
    at = testStorage({ url, username, password, path: '' }, { http: { stallMs: 400, deadlineMs: 3_000 } });
    states.length = 0;
  });
  afterEach(async () => {
    await at.close();
    await proxy.stop();
  });

  const begin = (): ReturnType<TestStorage['storage']['create']> =>
    at.storage.create(key, {
      signal: never(),
      onState: (state) => Promise.resolve(void states.push(state)),
    });
  const files = async (): Promise<string[]> => (await server.files(folder)).filter((name) => !name.endsWith('/'));

  it('in the middle of a long body: that copy is lost, and nothing is left of it', async () => {
    const upload = await begin();
    proxy.set({ kind: 'cut', way: 'up', afterBytes: 1_000_000, on: 'PUT /', times: 1 });
    const cause = await rejection(writeAll(upload, long).then(() => upload.commit(expectedOf(long))));
    expect(cause).toMatchObject({ kind: 'unreachable' });
    await upload.abort(cause);
    expect([proxy.struck, await files()]).toEqual([1, []]);
  });

  it('in the middle of a short body: it is sent again', async () => {
    const upload = await begin();
    proxy.set({ kind: 'cut', way: 'up', afterBytes: 100_000, on: 'PUT /', times: 2 });
    await writeAll(upload, short);
    await upload.commit(expectedOf(short));
    expect([proxy.struck, await files()]).toEqual([2, [key]]);
    expect((await readAll(await at.storage.get(key))).equals(short)).toBe(true);
  });

  it('at the MOVE, before the server has it, and after: stored once', async () => {
    for (const fault of [
      { kind: 'cut', way: 'up', afterBytes: 0, on: 'MOVE /', times: 1 },
      { kind: 'lose-reply', on: 'MOVE /', times: 1 },
    ] as const) {
      const upload = await begin();
      await writeAll(upload, long);
      proxy.set(fault);
      await upload.commit(expectedOf(long));
      expect(await files()).toEqual([key]);
      await at.storage.delete(key);
    }
    expect(proxy.struck).toBe(2);
  });

  it('nothing moves any more: stalled; what the server still holds is swept by the state alone', async () => {
    const upload = await begin();
    proxy.set({ kind: 'stall', way: 'up', afterBytes: 500_000, on: 'PUT /', times: 1 });
    const endless = async (): Promise<never> => {
      for (;;) await upload.write(long);
    };
    const cause = await rejection(endless());
    expect(cause).toMatchObject({ kind: 'stalled', code: 'STORAGE_STALLED' });
    await upload.abort(cause);
    proxy.set({ kind: 'pass' });
    // As often as wanted: a server notices late that nobody is there any more.
    do await at.storage.sweep(key, states[0]!);
    while ((await files()).length > 0);
  });

  it('in the middle of a download: the reader is told', async () => {
    const upload = await begin();
    await writeAll(upload, long);
    await upload.commit(expectedOf(long));
    proxy.set({ kind: 'cut', way: 'down', afterBytes: 1_000_000, on: 'GET /', times: 1 });
    expect(await rejection(at.storage.get(key).then(readAll))).toMatchObject({ kind: 'unreachable' });
  });
});
