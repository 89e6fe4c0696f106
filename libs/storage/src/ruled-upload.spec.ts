import { jest } from '@jest/globals';
import { ContentDigest } from './content-digest';
import { RuledUpload, type UploadSteps } from './ruled-upload';
import { maxChunkBytes } from './storage';
import { StorageError } from './storage-error';
import { expectedOf, rejection } from './testing/conformance/content';

const body = Buffer.from('a backup');
const object = { key: 'backup.tar', size: body.length, modified: new Date(0) };

/** Steps that do nothing well, except what a case changes. */
function uploadWith(change: Partial<UploadSteps> = {}, digest?: ContentDigest) {
  const calls: string[] = [];
  const run = new AbortController();
  let ended: AbortSignal | undefined;
  const noted =
    <A extends unknown[], R>(name: string, step: (...given: A) => R) =>
    (...given: A): R => {
      calls.push(name);
      return step(...given);
    };
  const upload = new RuledUpload('backup.tar', { signal: run.signal, ...(digest && { digest }) }, (signal) => {
    ended = signal;
    return {
      write: noted('write', change.write ?? (() => Promise.resolve())),
      publish: noted('publish', change.publish ?? (() => Promise.resolve(object))),
      discard: noted('discard', change.discard ?? (() => Promise.resolve())),
    };
  });
  return { upload, calls, run, ended: () => ended!.aborted };
}

describe('P-STORE-1 the rules around a driver', () => {
  it('F27 a store that says afterwards that it has fewer bytes has stored nothing', async () => {
    const { upload, calls } = uploadWith({ publish: () => Promise.resolve({ ...object, size: body.length - 1 }) });
    await upload.write(body);
    const refused = await rejection(upload.commit(expectedOf(body)));
    expect(refused).toMatchObject({ kind: 'size-mismatch', code: 'SIZE_MISMATCH', retriable: false });
    expect((refused as StorageError).message).toBe('"backup.tar" should have 8 bytes, but 7 are stored.');
    expect(calls).toEqual(['write', 'publish', 'discard']);
  });

  it('a failed write discards once, and every later call says the first cause', async () => {
    const cause = new StorageError('quota', 'Full.', 'Free some space.');
    const { upload, calls, ended } = uploadWith({ write: () => Promise.reject(cause) });
    expect(await rejection(upload.write(body))).toBe(cause);
    expect(ended()).toBe(true);
    expect(await rejection(upload.write(body))).toBe(cause);
    expect(await rejection(upload.commit(expectedOf(body)))).toBe(cause);
    await upload.abort(new Error('later'));
    expect(calls).toEqual(['write', 'discard']);
  });

  it('what a driver throws that is no StorageError is translated, with its cause', async () => {
    const cause = new TypeError('x is undefined');
    const { upload } = uploadWith({
      write: () => {
        throw cause;
      },
    });
    expect(await rejection(upload.write(body))).toMatchObject({ kind: 'unexpected', cause });
  });

  it('a driver that never comes back does not hold up a cancelled run', async () => {
    jest.useFakeTimers();
    try {
      const { upload, run, calls } = uploadWith({ write: () => new Promise(() => undefined) });
      const writing = rejection(upload.write(body));
      const cause = new Error('cancelled by its owner');
      run.abort(cause);
      expect(await writing).toBe(cause);
      const aborting = upload.abort(cause);
      await jest.advanceTimersByTimeAsync(2_000);
      await aborting;
      expect(calls).toEqual(['write', 'discard']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('a clean-up that hangs is left alone after two seconds', async () => {
    jest.useFakeTimers();
    try {
      const { upload } = uploadWith({ discard: () => new Promise(() => undefined) });
      let done = false;
      const aborting = upload.abort('stop').then(() => (done = true));
      await jest.advanceTimersByTimeAsync(1_999);
      expect(done).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      await aborting;
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
  ])('a clean-up that %s does not hide the first cause', async (_title, discard) => {
    const { upload } = uploadWith({ discard });
    const cause = new Error('first');
    await upload.abort(cause);
    expect(await rejection(upload.write(body))).toBe(cause);
  });

  it('the clean-up begins after the write that is under way has ended', async () => {
    const order: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const { upload } = uploadWith({
      write: () => promise.then(() => void order.push('written')),
      discard: () => Promise.resolve(void order.push('discarded')),
    });
    const writing = rejection(upload.write(body));
    const aborting = upload.abort('stop');
    await writing;
    resolve();
    await aborting;
    expect(order).toEqual(['written', 'discarded']);
  });

  it('the signal no longer counts once a commit has begun', async () => {
    const { promise, resolve } = Promise.withResolvers<typeof object>();
    const { upload, run, calls } = uploadWith({ publish: () => promise });
    await upload.write(body);
    const committing = upload.commit(expectedOf(body));
    run.abort();
    resolve(object);
    expect(await committing).toBe(object);
    expect(calls).toEqual(['write', 'publish']);
  });

  it('a signal that was aborted before begins nothing', async () => {
    const gone = new AbortController();
    gone.abort();
    const discarded: unknown[] = [];
    const upload = new RuledUpload('x', { signal: gone.signal }, () => ({
      write: () => Promise.reject(new Error('must not be called')),
      publish: () => Promise.reject(new Error('must not be called')),
      discard: (cause) => Promise.resolve(void discarded.push(cause)),
    }));
    expect(await rejection(upload.write(body))).toMatchObject({ kind: 'cancelled' });
    expect(discarded).toHaveLength(1);
  });

  it('too large a chunk, and a second write before the first, end the upload', async () => {
    const large = uploadWith();
    expect(await rejection(large.upload.write(Buffer.alloc(maxChunkBytes + 1)))).toMatchObject({ kind: 'unexpected' });
    const slow = uploadWith({ write: () => new Promise(() => undefined) });
    const first = rejection(slow.upload.write(body));
    const second = await rejection(slow.upload.write(body));
    expect(second).toMatchObject({ kind: 'unexpected' });
    expect(await first).toBe(second);
  });

  it("the run's digest is compared instead of one of its own", async () => {
    const digest = new ContentDigest();
    const { upload } = uploadWith({}, digest);
    digest.add(body);
    await upload.write(body);
    expect(await upload.commit(expectedOf(body))).toBe(object);
    const other = uploadWith({}, digest);
    await other.upload.write(body);
    const wrong = { size: body.length, sha256: expectedOf(Buffer.from('another')).sha256 };
    expect(await rejection(other.upload.commit(wrong))).toMatchObject({ kind: 'damaged' });
    expect(other.calls).toEqual(['write', 'discard']);
  });

  it('leaves no listener on the signal of the run', async () => {
    const run = new AbortController();
    const added = jest.spyOn(run.signal, 'addEventListener');
    const removed = jest.spyOn(run.signal, 'removeEventListener');
    const steps = (): UploadSteps => ({
      write: () => Promise.resolve(),
      publish: () => Promise.resolve(object),
      discard: () => Promise.resolve(),
    });
    const stored = new RuledUpload('a', { signal: run.signal }, steps);
    await stored.write(body);
    await stored.commit(expectedOf(body));
    await new RuledUpload('b', { signal: run.signal }, steps).abort('stop');
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
      added.mock.calls.map(([, listener]) => listener),
    );
    expect(added).toHaveBeenCalledTimes(2);
  });
});
