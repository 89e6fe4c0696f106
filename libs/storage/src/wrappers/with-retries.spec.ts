import { putBuffer } from '../put-buffer';
import type { Storage } from '../storage';
import { StorageError, type StorageErrorKind } from '../storage-error';
import { describeStorage, faultyStorage, memoryStorage, type StorageFaults } from '../testing';
import { bodyOf, readAll, rejection } from '../testing/conformance/content';
import { withRetries, type RetryOptions } from './with-retries';

describeStorage(
  'memory with retries',
  () => {
    const memory = memoryStorage();
    return Promise.resolve({
      storage: withRetries(memory),
      leftovers: () => Promise.resolve([...memory.openUploads]),
      dispose: () => memory.close(),
    });
  },
  { partBytes: 64 * 1024, manyKeys: 120 },
);

const errorOf = (kind: StorageErrorKind, retryAfterMs?: number): StorageError =>
  new StorageError(kind, 'It did not work.', 'Wait.', retryAfterMs === undefined ? {} : { retryAfterMs });

/** A storage with one object, that fails as told; the waits between attempts are noted instead of waited. */
async function flaky(
  calls: StorageFaults['calls'],
  change: RetryOptions = {},
): Promise<{ storage: Storage; waits: number[] }> {
  const memory = memoryStorage();
  await putBuffer(memory, 'a', bodyOf(3));
  const waits: number[] = [];
  const wait = (milliseconds: number): Promise<void> => Promise.resolve(void waits.push(milliseconds));
  const faulty = faultyStorage(memory, calls === undefined ? {} : { calls });
  return { storage: withRetries(faulty, { delays: [10, 20], wait, ...change }), waits };
}

const listed = async (storage: Storage): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of storage.list('')) keys.push(key);
  return keys;
};

describe('P-STORE-11 retries of a storage', () => {
  const twice = [errorOf('unreachable'), errorOf('rate-limited')];

  it('get, stat, list and delete are tried again after the given delays', async () => {
    const { storage, waits } = await flaky({ get: twice, stat: twice, list: twice, delete: twice });
    expect((await storage.stat('a')).size).toBe(3);
    expect((await readAll(await storage.get('a'))).length).toBe(3);
    expect(await listed(storage)).toEqual(['a']);
    await storage.delete('a');
    expect(waits).toEqual([10, 20, 10, 20, 10, 20, 10, 20]);
    expect(await listed(storage)).toEqual([]);
  });

  it('when the delays are used up, the last error is told', async () => {
    const last = errorOf('unreachable');
    const { storage, waits } = await flaky({ stat: [...twice, last] });
    expect(await rejection(storage.stat('a'))).toBe(last);
    expect(waits).toEqual([10, 20]);
  });

  it.each<StorageErrorKind>([
    'not-found',
    'auth',
    'forbidden',
    'quota',
    'size-mismatch',
    'invalid-config',
    'locked',
    'damaged',
    'stalled',
    'already-exists',
    'cancelled',
    'unexpected',
  ])('%s is never tried again', async (kind) => {
    const error = errorOf(kind);
    const { storage, waits } = await flaky({ stat: error, list: error, delete: error, get: error });
    expect(await rejection(storage.stat('a'))).toBe(error);
    expect(await rejection(storage.get('a'))).toBe(error);
    expect(await rejection(storage.delete('a'))).toBe(error);
    expect(await rejection(listed(storage))).toBe(error);
    expect(waits).toEqual([]);
  });

  it('an upload is never tried again', async () => {
    const { storage, waits } = await flaky({ create: errorOf('unreachable') });
    expect(await rejection(putBuffer(storage, 'b', bodyOf(1)))).toMatchObject({ kind: 'unreachable' });
    expect(waits).toEqual([]);
  });

  it('a store that asks for more patience gets it, up to a minute', async () => {
    const patient = await flaky({ stat: [errorOf('rate-limited', 7_000), errorOf('rate-limited', 1)] });
    await patient.storage.stat('a');
    expect(patient.waits).toEqual([7_000, 20]);
    const tooLong = await flaky({ stat: errorOf('rate-limited', 60_001) });
    expect(await rejection(tooLong.storage.stat('a'))).toMatchObject({ retryAfterMs: 60_001 });
    expect(tooLong.waits).toEqual([]);
  });

  it('a list that has given keys is not begun again: they would come twice', async () => {
    const broken = errorOf('unreachable');
    let begun = 0;
    const inner: Storage = {
      ...memoryStorage(),
      async *list() {
        begun += 1;
        yield await Promise.resolve({ key: 'a', size: 1, modified: new Date(0) });
        throw broken;
      },
    };
    const storage = withRetries(inner, { wait: () => Promise.resolve() });
    expect(await rejection(listed(storage))).toBe(broken);
    expect(begun).toBe(1);
  });

  it('a signal ends a wait: the one of the wrapper, and the one of a get', async () => {
    const stop = new AbortController();
    const wait = (): Promise<never> => new Promise(() => undefined);
    const { storage } = await flaky({ stat: twice, get: twice }, { signal: stop.signal, wait });
    const reading = new AbortController();
    const cause = new Error('the reader left');
    const getting = rejection(storage.get('a', { signal: reading.signal }));
    reading.abort(cause);
    expect(await getting).toBe(cause);
    const asking = rejection(storage.stat('a'));
    stop.abort();
    expect(await asking).toMatchObject({ kind: 'cancelled' });
  });

  it('by default it waits by the clock, and the wait can be ended', async () => {
    const stop = new AbortController();
    const inner = faultyStorage(memoryStorage(), { calls: { stat: errorOf('unreachable') } });
    const asking = rejection(withRetries(inner, { delays: [3_600_000], signal: stop.signal }).stat('a'));
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await asking).toMatchObject({ kind: 'cancelled' });
    await withRetries(faultyStorage(memoryStorage(), { calls: { delete: twice } }), { delays: [0, 0] }).delete('a');
  });
});
