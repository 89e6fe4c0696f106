import { putBuffer } from '../../put-buffer';
import type { Storage, UploadRetry, UploadState } from '../../storage';
import { bodyOf, expectedOf, never, readAll, rejection, writeAll } from '../../testing/conformance/content';
import { startFauxqs, startRadosgw, type S3Server } from '../../testing/servers';
import { smallestPart } from './part-plan';
import {
  isComplete,
  isHead,
  isPart,
  isPut,
  isStop,
  s3Front,
  s3Says,
  type S3Front,
  type Seen,
} from './testing/s3-front';
import { opened, type OpenedOptions } from './testing/s3-under-test';

const key = 'project/backup.tar';
const small = bodyOf(100_000);
const large = bodyOf(2 * smallestPart + 100_000);
const slowDown = s3Says(503, 'SlowDown');

describe('P-S3-3 a store that fails in the middle', () => {
  let server: S3Server;
  let front: S3Front;
  let bucket: string;
  let storage: Storage;
  const open = (options?: OpenedOptions): Storage => (storage = opened(front, bucket, options));

  beforeAll(async () => {
    server = await startRadosgw();
    front = await s3Front(server);
  }, 60_000);
  afterAll(async () => {
    await front.stop();
    await server.stop();
  });
  beforeEach(async () => {
    front.pass();
    bucket = await server.freshBucket();
    open();
  });
  afterEach(() => storage.close());

  interface Told {
    readonly retries: UploadRetry[];
    readonly states: UploadState[];
  }
  async function stored(body: Buffer, told: Told = { retries: [], states: [] }): Promise<void> {
    const upload = await storage.create(key, {
      signal: never(),
      sizeHint: body.length,
      metadata: { 'backup-id': 'b-1' },
      onRetry: (retry) => void told.retries.push(retry),
      onState: (state) => Promise.resolve(void told.states.push(state)),
    });
    await writeAll(upload, body, 1024 * 1024);
    await upload.commit(expectedOf(body));
  }
  /** Listed at the server itself, past everything that stands before it. */
  async function found(): Promise<{ objects: string[]; uploads: number }> {
    const direct = opened(server, bucket);
    const objects: string[] = [];
    for await (const object of direct.list(''))
      objects.push(expectedOf(await readAll(await direct.get(object.key))).sha256);
    await direct.close();
    return { objects, uploads: (await server.openUploads(bucket)).length };
  }
  const nothing = { objects: [], uploads: 0 };
  const only = (body: Buffer) => ({ objects: [expectedOf(body).sha256], uploads: 0 });
  const count = (which: (seen: Seen) => boolean, from: number): number => front.seen.slice(from).filter(which).length;

  it('F21 503 SlowDown twice on a part: it is sent again, and told each time', async () => {
    const told: Told = { retries: [], states: [] };
    front.treat(isPart, (nth) => (nth <= 2 ? { instead: slowDown } : 'pass'));
    await stored(large, told);
    expect(told.retries.map(({ cause: { kind } }) => kind)).toEqual(['rate-limited', 'rate-limited']);
    expect(await found()).toEqual(only(large));
  });

  it('F21 as long as the store asks to wait is waited, and not when it asks for more than a minute', async () => {
    const waits: number[] = [];
    const wait = (milliseconds: number): Promise<void> => Promise.resolve(void waits.push(milliseconds));
    await storage.close();
    open({ tuning: { patience: { delays: [1, 1], wait } } });
    const asking = (seconds: number) => s3Says(503, 'SlowDown', '', { 'retry-after': String(seconds) });
    front.treat(isPut, (nth) => (nth === 1 ? { instead: asking(7) } : 'pass'));
    await stored(small);
    expect(waits).toEqual([7_000]);
    front.treat(isPut, () => ({ instead: asking(3_600) }));
    const upload = await storage.create('project/other.tar', { signal: never(), sizeHint: small.length });
    await writeAll(upload, small);
    expect(await rejection(upload.commit(expectedOf(small)))).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(waits).toEqual([7_000]);
    expect(await found()).toEqual(only(small));
  });

  it.each([
    ['the first look', (seen: Seen) => isHead(seen), small],
    ['the begin of an upload in parts', ({ method, url }: Seen) => method === 'POST' && url.includes('uploads'), large],
    ['the look before the end', (seen: Seen) => isHead(seen) && front.seen.some(isPart), large],
    ['the look after the end', (seen: Seen) => isHead(seen) && front.seen.some(isComplete), large],
  ])('F21 503 twice on %s: it is asked again', async (_title, which, body) => {
    front.forget();
    const told: Told = { retries: [], states: [] };
    front.treat(which, (nth) => (nth <= 2 ? { instead: slowDown } : 'pass'));
    await stored(body, told);
    expect(told.retries).toHaveLength(2);
    expect(await found()).toEqual(only(body));
  });

  it('F22 503 for ever: failed, and the stop is confirmed by the store', async () => {
    const from = front.seen.length;
    front.treat(isPart, () => ({ instead: slowDown }));
    expect(await rejection(stored(large))).toMatchObject({ kind: 'rate-limited', code: 'STORAGE_RATE_LIMITED' });
    expect(await found()).toEqual(nothing);
    expect(count(isStop, from)).toBeGreaterThan(0);
    expect(count(isComplete, from)).toBe(0);
  });

  it('F23 an error in a 200 to Complete is a failure', async () => {
    front.treat(isComplete, () => ({ instead: { ...s3Says(200, 'InternalError') } }));
    expect(await rejection(stored(large))).toMatchObject({ kind: 'rate-limited' });
    expect(await found()).toEqual(nothing);
  });

  it.each([
    ['an error in a 200', { ...s3Says(200, 'InternalError') }],
    ['a page of HTML in a 200', { status: 200, body: '<html><body>Please wait</body></html>' }],
    ['a 504 of a proxy', { status: 504, body: 'Gateway Timeout' }],
  ])('F23 %s to a Complete that happened: the object is looked at, and taken', async (_title, reply) => {
    const from = front.seen.length;
    front.treat(isComplete, () => ({ afterwards: reply }));
    await stored(large);
    expect(await found()).toEqual(only(large));
    expect(count(isComplete, from)).toBe(1);
  });

  it.each([
    ['of Complete', large, isComplete],
    ['of PutObject', small, isPut],
  ])(
    'F24 the reply %s is lost: a look before the next attempt finds the object, nothing is sent twice',
    async (_title, body, which) => {
      const from = front.seen.length;
      front.treat(which, () => ({ afterwards: 'reset' }));
      await stored(body);
      expect(await found()).toEqual(only(body));
      expect(count(which, from)).toBe(1);
    },
  );

  it("F24 somebody else's object of the same size, there since the last look, is not taken for ours", async () => {
    const theirs = Buffer.alloc(small.length, 1);
    front.treat(isPut, async () => {
      const other = opened(server, bucket);
      await putBuffer(other, key, theirs);
      await other.close();
      return { instead: 'reset' };
    });
    expect(await rejection(stored(small))).toMatchObject({ kind: 'already-exists' });
    expect(await found()).toEqual(only(theirs));
  });

  it('F25 the stop itself fails: the id is known, and a sweep removes it later', async () => {
    const told: Told = { retries: [], states: [] };
    front.treat(isStop, () => ({ instead: s3Says(500, 'InternalError') }));
    const upload = await storage.create(key, {
      signal: never(),
      onState: (state) => Promise.resolve(void told.states.push(state)),
    });
    await writeAll(upload, large, 1024 * 1024);
    await upload.abort(new Error('pg_dump ended with 1'));
    expect((await found()).uploads).toBe(1);
    front.pass();
    await storage.sweep(key, told.states[0]!);
    await storage.sweep(key, told.states[0]!);
    expect(await found()).toEqual(nothing);
  });

  it('F28 a quota that is used up is said, not tried again, and nothing is left', async () => {
    const from = front.seen.length;
    const told: Told = { retries: [], states: [] };
    front.treat(isPart, (nth) => (nth === 2 ? { instead: s3Says(403, 'QuotaExceeded') } : 'pass'));
    expect(await rejection(stored(large, told))).toMatchObject({
      kind: 'quota',
      code: 'STORAGE_FULL',
      retriable: false,
    });
    expect([told.retries, count(isComplete, from)]).toEqual([[], 0]);
    expect(await found()).toEqual(nothing);
  });

  it.each([
    ['a bare 507', { status: 507 }],
    ['a store of MinIO', s3Says(507, 'XMinioStorageFull')],
    [
      'a cap of B2',
      {
        ...s3Says(403, 'AccessDenied'),
        body: '<Error><Code>AccessDenied</Code><Message>Cannot upload files, storage cap exceeded. See the Caps page.</Message></Error>',
      },
    ],
    ['a limit for one object', s3Says(400, 'EntityTooLarge')],
  ])('F28 %s is a full store, too', async (_title, reply) => {
    front.treat(isPut, () => ({ instead: reply }));
    expect(await rejection(stored(small))).toMatchObject({ kind: 'quota' });
    expect(await found()).toEqual(nothing);
  });

  it.each([
    ['as AWS would', s3Says(501, 'NotImplemented')],
    ['without a code', { status: 501 }],
    ['as an argument', s3Says(400, 'InvalidArgument', '', {}, 'Unsupported header If-None-Match received')],
  ])('a store that knows no conditions, and says so %s, is asked without them from then on', async (_title, reply) => {
    const from = front.seen.length;
    const asked: unknown[] = [];
    front.treat(isPut, (_nth, { 'if-none-match': condition }) => {
      asked.push(condition);
      return condition === undefined ? 'pass' : { instead: reply };
    });
    await stored(small);
    await putBuffer(storage, 'project/second.tar', small);
    expect(asked).toEqual(['*', undefined, undefined]);
    expect(count(isPut, from)).toBe(3);
    expect(await rejection(stored(small))).toMatchObject({ kind: 'already-exists' });
    expect((await storage.facts?.())?.conditions).toBe(false);
  });

  it('an object that can not be looked at after its end is no success, and is removed', async () => {
    let published = false;
    front.treat(
      (seen) => (isPut(seen) ? ((published = true), false) : isHead(seen) && published),
      (nth) => (nth <= 1 ? { instead: { status: 403 } } : 'pass'),
    );
    expect(await rejection(stored(small))).toMatchObject({ kind: 'forbidden' });
    expect(await found()).toEqual(nothing);
  });
});

describe('P-S3-3 a store that keeps other bytes than it was given', () => {
  it.each([
    ['in one request', small, isPut],
    ['in parts', large, (seen: Seen) => seen.url.includes('partNumber=3')],
  ])('F27 fewer of them, %s: said by size, and removed', async (_title, body, which) => {
    const server = await startFauxqs();
    const front = await s3Front(server);
    const bucket = await server.freshBucket();
    const storage = opened(front, bucket);
    front.treat(which, (nth) => (nth === 1 ? { withoutLast: 1_000 } : 'pass'));
    const upload = await storage.create(key, { signal: never(), sizeHint: body.length });
    await writeAll(upload, body, 1024 * 1024);
    expect(await rejection(upload.commit(expectedOf(body)))).toMatchObject({
      kind: 'size-mismatch',
      code: 'SIZE_MISMATCH',
    });
    expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'not-found' });
    expect(await server.openUploads(bucket)).toEqual([]);
    await storage.close();
    await front.stop();
    await server.stop();
  });
});
