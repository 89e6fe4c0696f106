import type { Storage, UploadRetry, UploadState } from '../../storage';
import { countedConnect, type CountedConnect } from '../../testing/counted-connect';
import { bodyOf, expectedOf, never, readAll, rejection, writeAll } from '../../testing/conformance/content';
import { faultProxy, startRadosgw, type FaultProxy, type S3Server } from '../../testing/servers';
import { smallestPart } from './part-plan';
import { hurried, opened } from './testing/s3-under-test';

const key = 'project/backup.tar';
const body = bodyOf(3 * smallestPart + 100_000);
const secondPart = 'partNumber=2';

describe('P-S3-4 a network that fails in the middle', () => {
  let server: S3Server;
  let proxy: FaultProxy;
  let bucket: string;
  let storage: Storage;
  let sockets: CountedConnect;

  beforeAll(async () => (server = await startRadosgw()), 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    proxy = await faultProxy(Number(new URL(server.endpoint).port));
    bucket = await server.freshBucket();
    sockets = countedConnect();
    open();
  });
  afterEach(async () => {
    await storage.close();
    await sockets.emptied();
    await proxy.stop();
  });

  const open = (limits: { stallMs?: number; deadlineMs?: number } = {}): Storage =>
    (storage = opened({ ...server, endpoint: `http://127.0.0.1:${proxy.port}` }, bucket, {
      connect: sockets.connect,
      tuning: { ...hurried, limits },
    }));

  const retries: UploadRetry[] = [];
  const states: UploadState[] = [];
  beforeEach(() => void (retries.splice(0), states.splice(0)));
  const begun = () =>
    storage.create(key, {
      signal: never(),
      onRetry: (retry) => void retries.push(retry),
      onState: (state) => Promise.resolve(void states.push(state)),
    });
  async function stored(): Promise<void> {
    const upload = await begun();
    await writeAll(upload, body, 1024 * 1024);
    await upload.commit(expectedOf(body));
  }
  /** What the server itself has. */
  async function found(): Promise<{ objects: string[]; uploads: number }> {
    const direct = opened(server, bucket);
    const objects: string[] = [];
    for await (const object of direct.list('')) {
      objects.push(expectedOf(await readAll(await direct.get(object.key))).sha256);
    }
    await direct.close();
    return { objects, uploads: (await server.openUploads(bucket)).length };
  }
  const whole = { objects: [expectedOf(body).sha256], uploads: 0 };
  const nothing = { objects: [], uploads: 0 };

  it('F26 a connection that is reset in the middle of a part: the part is sent again from its buffer', async () => {
    proxy.set({ kind: 'cut', way: 'up', afterBytes: 1_000_000, on: secondPart, times: 1 });
    await stored();
    expect(retries.map(({ cause: { kind }, attempt }) => [kind, attempt])).toEqual([['unreachable', 1]]);
    expect(await found()).toEqual(whole);
  });

  it('F26 a connection that moves no more is stalled: said so, not tried again, and the upload is stopped', async () => {
    await storage.close();
    open({ stallMs: 300, deadlineMs: 60_000 });
    proxy.set({ kind: 'stall', way: 'up', afterBytes: 1_000_000, on: secondPart, times: 1 });
    expect(await rejection(stored())).toMatchObject({ kind: 'stalled', code: 'STORAGE_STALLED', retriable: false });
    expect(retries).toEqual([]);
    expect(await found()).toEqual(nothing);
  });

  it('F26 one that is merely slow is not', async () => {
    await storage.close();
    // The last part takes three and a half seconds then, longer than the limit; a piece of 256 KiB takes a sixth of one, and a busy machine may
    // sleep in between.
    open({ stallMs: 2_000, deadlineMs: 60_000 });
    const upload = await begun();
    await writeAll(upload, body.subarray(0, 2 * smallestPart), 1024 * 1024);
    proxy.set({ kind: 'slow', bytesPerSecond: 1_500_000 });
    await writeAll(upload, body.subarray(2 * smallestPart), 1024 * 1024);
    await upload.commit(expectedOf(body));
    expect(retries).toEqual([]);
    proxy.set({ kind: 'pass' });
    expect(await found()).toEqual(whole);
  });

  it('F25 the network is down when the upload is stopped: its id is known, and a sweep removes it later', async () => {
    const upload = await begun();
    await writeAll(upload, body.subarray(0, 2 * smallestPart), 1024 * 1024);
    proxy.set({ kind: 'cut', way: 'up', afterBytes: 0 });
    await upload.abort(new Error('pg_dump ended with 1'));
    await sockets.emptied();
    expect((await found()).uploads).toBe(1);
    proxy.set({ kind: 'pass' });
    await storage.sweep(key, states[0]!);
    expect(await found()).toEqual(nothing);
  });

  it('F24 the reply of Complete is lost on the way: the object is looked at, and taken', async () => {
    const upload = await begun();
    await writeAll(upload, body, 1024 * 1024);
    proxy.set({ kind: 'lose-reply', on: '<CompleteMultipartUpload', times: 1 });
    await upload.commit(expectedOf(body));
    expect(proxy.struck).toBe(1);
    expect(await found()).toEqual(whole);
  });

  it('P-STORE-10 a download that is cut, or that moves no more, is an error and no short file', async () => {
    await stored();
    await storage.close();
    open({ stallMs: 300 });
    const stat = await storage.stat(key);
    proxy.set({ kind: 'cut', way: 'down', afterBytes: 1_000_000, on: 'GET /' });
    expect(await rejection(readAll(await storage.get(key)))).toMatchObject({ kind: 'unreachable' });
    proxy.set({ kind: 'stall', way: 'down', afterBytes: 1_000_000, on: 'GET /' });
    expect(await rejection(readAll(await storage.get(key)))).toMatchObject({ kind: 'stalled' });
    proxy.set({ kind: 'pass' });
    expect(expectedOf(await readAll(await storage.get(key))).size).toBe(stat.size);
  });
});
