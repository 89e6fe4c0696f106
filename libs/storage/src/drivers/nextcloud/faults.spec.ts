import { inspect } from 'node:util';
import { putBuffer } from '../../put-buffer';
import { davErrors } from '../../testing';
import { bodyOf, expectedOf, never, readAll, rejection, writeAll } from '../../testing/conformance/content';
import type { Upload } from '../../storage';
import { cleanUp } from './testing/clean-up';
import { nextcloudUnderTest, type NextcloudUnderTest } from './testing/nextcloud-under-test';
import { partBytes } from './testing/test-storage';

const key = 'project/backup.tar';
const body = bodyOf(3 * partBytes + 17);
const error = (made: ReturnType<(typeof davErrors)['locked']>): { kind: 'error'; error: typeof made } => ({
  kind: 'error',
  error: made,
});

describe.each([
  ['version 2', true],
  ['version 1', false],
])('Nextcloud fails during an upload in chunks (%s)', (_title, chunkingV2) => {
  let at: NextcloudUnderTest;
  const open: NextcloudUnderTest[] = [];
  const begin = async (options: Parameters<typeof nextcloudUnderTest>[0] = {}): Promise<Upload> => {
    at = await nextcloudUnderTest({ chunkingV2, ...options });
    open.push(at);
    return at.storage.create(key, { signal: never() });
  };
  const whole = async (upload: Upload): Promise<void> => {
    await writeAll(upload, body);
    await upload.commit(expectedOf(body));
    expect((await readAll(await at.storage.get(key))).equals(body)).toBe(true);
    expect(at.keys).toEqual([key]);
    expect(await at.leftovers()).toEqual([]);
  };
  /** Says why, and the server has nothing of it. */
  const refused = async (upload: Upload): Promise<unknown> => {
    const cause = await rejection(writeAll(upload, body).then(() => upload.commit(expectedOf(body))));
    await upload.abort(cause);
    expect(at.keys).toEqual([]);
    expect(await at.leftovers()).toEqual([]);
    const { appPasswords } = at.double.account;
    for (const secret of appPasswords) expect(inspect(cause, { depth: 9, showHidden: true })).not.toContain(secret);
    return cause;
  };
  const count = (operation: string): number => at.double.calls.filter((call) => call === operation).length;
  afterEach(async () => {
    for (const one of open.splice(0)) await one.dispose();
  });

  it('F26 a connection that is reset in the middle of a chunk: the chunk is sent again from its buffer', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:PUT', { kind: 'cut', afterBytes: 100_000 }, { skip: 1, times: 2 });
    await whole(upload);
    expect(count('uploads:PUT')).toBe(4 + 2);
  });

  it('F26 an answer that never comes: stalled, and not tried again', async () => {
    // Each request has a second more for 64 KiB.
    at = await nextcloudUnderTest({ chunkingV2 }, { chunkBytes: 8 * 1024, http: { deadlineMs: 1_000 } });
    open.push(at);
    const upload = await at.storage.create(key, { signal: never() });
    at.double.faults.plan('uploads:PUT', { kind: 'silence' });
    expect(await refused(upload)).toMatchObject({ kind: 'stalled', code: 'STORAGE_STALLED' });
  });

  it('F26 a server that is busy is asked again when it wants to be, unless that is too long', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:PUT', { ...error(davErrors.unavailable()), retryAfter: '2' });
    at.double.faults.plan('uploads:PUT', { ...error(davErrors.tooMany()), retryAfter: '60' });
    await whole(upload);
    const impatient = await begin();
    at.double.faults.plan('uploads:PUT', { ...error(davErrors.tooMany()), retryAfter: '61' });
    expect(await refused(impatient)).toMatchObject({ kind: 'rate-limited', retryAfterMs: 61_000 });
  });

  it('F27 fewer bytes are kept: told as that, and the short object is removed', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:MOVE', { kind: 'shorten', bytes: 1 });
    expect(await refused(upload)).toMatchObject({ kind: 'size-mismatch', code: 'SIZE_MISMATCH' });
  });

  it('F28 a full quota is told as that with the chunk that does not fit, and nothing is tried again', async () => {
    const upload = await begin();
    at.double.account.quota = 2 * partBytes;
    expect(await refused(upload)).toMatchObject({ kind: 'quota', code: 'STORAGE_FULL' });
    expect(count('uploads:PUT')).toBeLessThanOrEqual(4);
    expect(count('uploads:MOVE')).toBe(0);
  });

  it('F28 a quota that became full before the end', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:MOVE', error(davErrors.full()));
    expect(await refused(upload)).toMatchObject({ kind: 'quota' });
    expect(count('uploads:MOVE')).toBe(1);
  });

  it('F57 a file that is locked at the MOVE: tried again', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:MOVE', error(davErrors.locked()), { times: 7 });
    await whole(upload);
    expect(count('uploads:MOVE')).toBe(8);
  });

  it.each([
    ['after a chunk', 'uploads:PUT', 2],
    ['before the MOVE', 'uploads:MOVE', 0],
  ] as const)('F57 an upload folder that expired %s: said, with what to do', async (_when, operation, skip) => {
    const upload = await begin();
    at.double.faults.plan(operation, { kind: 'expire' }, { skip });
    expect(await refused(upload)).toMatchObject({
      kind: 'unexpected',
      message: expect.stringContaining('24 hours') as string,
    });
    expect(count('uploads:MOVE')).toBe(operation === 'uploads:MOVE' ? 1 : 0);
  });

  it('F57 a proxy gives up while the server assembles: the upload folder is watched until it is gone', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:MOVE', { kind: 'assemble-behind-504', looks: 3 });
    await whole(upload);
    // Asked again while it assembles, the server says "locked": nothing is sent twice.
    expect(count('uploads:PROPFIND')).toBe(4);
    expect(count('uploads:PUT')).toBe(4);
  });

  it('F57 F27 what was assembled behind the proxy is short: not taken for stored, and removed', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:MOVE', { kind: 'assemble-behind-504', looks: 1, shortened: 1 });
    expect(await refused(upload)).toMatchObject({ kind: 'size-mismatch' });
  });

  it('F57 the proxy gave up before the server had the request: asked again', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:MOVE', { kind: 'status', status: 504 }, { times: 2 });
    await whole(upload);
    expect(count('uploads:MOVE')).toBe(3);
  });

  it('a lost answer to the MOVE, and meanwhile the key is taken by somebody else: theirs stays', async () => {
    const upload = await begin();
    await writeAll(upload, body);
    at.double.faults.plan('uploads:MOVE', { kind: 'status', status: 502 });
    const committing = rejection(upload.commit(expectedOf(body)));
    await at.double.faults.hasStruck();
    at.double.account.tree.put(`Backups/Stowbase/${key}`, Buffer.from('theirs'));
    expect(await committing).toMatchObject({ kind: 'already-exists' });
    expect((await readAll(await at.storage.get(key))).toString()).toBe('theirs');
    expect(await at.leftovers()).toEqual([]);
  });

  it('a folder that is locked when it is to be removed: tried again', async () => {
    const upload = await begin();
    await writeAll(upload, body);
    at.double.faults.plan('uploads:DELETE', error(davErrors.locked()), { times: 2 });
    await upload.abort(new Error('stopped'));
    expect(await at.leftovers()).toEqual([]);
  });

  it('a lost answer to the first request of an upload: the folder is there, and that is fine', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:MKCOL', { kind: 'lose-reply' });
    await whole(upload);
  });

  it('a chunk of which a part was lost on the way: sent again', async () => {
    const upload = await begin();
    at.double.faults.plan('uploads:PUT', error(davErrors.badRequest('Expected filesize of 2 bytes but read 1 bytes')));
    await whole(upload);
  });

  it.each([
    [413, 'invalid-config'],
    [415, 'forbidden'],
  ])('a chunk that is refused for good (%i): said, and not tried again', async (status, kind) => {
    const upload = await begin();
    at.double.faults.plan('uploads:PUT', { kind: 'status', status });
    expect(await refused(upload)).toMatchObject({ kind });
  });
});

describe('chunks of Nextcloud', () => {
  const after = cleanUp();

  it('an object store that refuses short middle chunks gets none: every chunk but the last is of full size', async () => {
    const { storage, double, dispose } = await nextcloudUnderTest(
      { refuseShortMiddleChunks: true },
      { chunkBytes: 5 * 1024 * 1024 },
    );
    after(dispose);
    const long = bodyOf(2 * 5 * 1024 * 1024 + 1);
    const upload = await storage.create(key, { signal: never() });
    await writeAll(upload, long, 999_999);
    expect((await upload.commit(expectedOf(long))).size).toBe(long.length);
    expect(double.calls.filter((call) => call === 'uploads:PUT')).toHaveLength(3);
  });

  it('F27 an object of one buffer of which fewer bytes are kept never gets its name', async () => {
    const { storage, double, leftovers, keys, dispose } = await nextcloudUnderTest();
    after(dispose);
    double.faults.plan('files:PUT', { kind: 'shorten', bytes: 1 });
    const short = await rejection(putBuffer(storage, key, bodyOf(1_000)));
    expect(short).toMatchObject({ kind: 'size-mismatch', code: 'SIZE_MISMATCH' });
    expect(double.calls).not.toContain('files:MOVE');
    expect([keys, await leftovers()]).toEqual([[], []]);
  });

  it.each([
    ['before the last chunk', partBytes + 1, /removed or forgot/],
    ['before the MOVE', 2 * partBytes, /has not all bytes/],
  ])(
    'version 2 loses what it knew of an upload when its cache is emptied, %s: said as such',
    async (_when, bytes, text) => {
      const { storage, double, leftovers, keys, dispose } = await nextcloudUnderTest();
      after(dispose);
      const upload = await storage.create(key, { signal: never() });
      const first = bodyOf(bytes);
      await writeAll(upload, first);
      const sent = Math.floor(bytes / partBytes);
      while (double.calls.filter((call) => call === 'uploads:PUT').length < sent) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      for (const folder of double.account.uploads.values()) folder.target = null;
      const lost = await rejection(upload.commit(expectedOf(first)));
      expect(lost).toMatchObject({ message: expect.stringMatching(text) as string });
      expect([keys, await leftovers()]).toEqual([[], []]);
    },
  );
});
