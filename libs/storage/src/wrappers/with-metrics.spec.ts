import { putBuffer } from '../put-buffer';
import type { Storage } from '../storage';
import { StorageError } from '../storage-error';
import { describeStorage, faultyStorage, memoryStorage, type StorageFaults } from '../testing';
import { bodyOf, readAll, rejection } from '../testing/conformance/content';
import type { StorageMetrics } from './storage-metrics';
import { withMetrics } from './with-metrics';
import { withRetries } from './with-retries';

class Noted implements StorageMetrics {
  readonly bytes = { up: 0, down: 0 };
  readonly calls: string[] = [];
  transferred(direction: 'up' | 'down', bytes: number): void {
    this.bytes[direction] += bytes;
  }
  ended(operation: string, outcome: string): void {
    this.calls.push(`${operation} ${outcome}`);
  }
  retried(kind: string): void {
    this.calls.push(`again after ${kind}`);
  }
}

describeStorage(
  'memory with metrics',
  () => {
    const memory = memoryStorage();
    return Promise.resolve({
      storage: withMetrics(memory, new Noted()),
      leftovers: () => Promise.resolve([...memory.openUploads]),
      dispose: () => memory.close(),
    });
  },
  { partBytes: 64 * 1024, manyKeys: 120 },
);

describe('P-STORE-14 the numbers of a storage', () => {
  const meet = (faults: StorageFaults = {}) => {
    const noted = new Noted();
    const faulty = faultyStorage(memoryStorage(), faults);
    const onRetry = ({ kind }: StorageError): void => noted.retried(kind);
    const wait = (): Promise<void> => Promise.resolve();
    return { noted, storage: withRetries(withMetrics(faulty, noted), { wait, onRetry }) };
  };

  it('count bytes and calls', async () => {
    const { storage, noted } = meet();
    await putBuffer(storage, 'a', bodyOf(100_000));
    await readAll(await storage.get('a', { range: { start: 0, end: 40_000 } }));
    for await (const { key } of storage.list('')) await storage.stat(key);
    await storage.delete('a');
    expect(noted.bytes).toEqual({ up: 100_000, down: 40_000 });
    expect(noted.calls).toEqual(['create ok', 'commit ok', 'get ok', 'stat ok', 'list ok', 'delete ok']);
  });

  it('F21 count the parts that a driver sends again by itself, and leave its word to the caller', async () => {
    const { noted } = meet();
    const busy = new StorageError('rate-limited', 'It was busy.', 'Wait.');
    const memory = memoryStorage();
    const repeating: Storage = {
      ...memory,
      create(key, options) {
        options.onRetry?.({ attempt: 1, cause: busy });
        return memory.create(key, options);
      },
    };
    const told: unknown[] = [];
    await putBuffer(withMetrics(repeating, noted), 'a', bodyOf(1), { onRetry: (retry) => void told.push(retry) });
    expect(noted.calls[0]).toBe('again after rate-limited');
    expect(told).toEqual([{ attempt: 1, cause: busy }]);
  });

  it('name what calls failed with, and what was tried again', async () => {
    const busy = new StorageError('rate-limited', 'It did not work.', 'Wait.');
    const { storage, noted } = meet({ failCommit: true, calls: { stat: [busy], get: [busy] } });
    expect(await rejection(storage.stat('a'))).toMatchObject({ kind: 'not-found' });
    expect(await rejection(storage.get('a'))).toMatchObject({ kind: 'not-found' });
    await rejection(putBuffer(storage, 'a', bodyOf(1)));
    expect(noted.calls).toEqual([
      'stat rate-limited',
      'again after rate-limited',
      'stat not-found',
      'get rate-limited',
      'again after rate-limited',
      'get not-found',
      'create ok',
      'commit unreachable',
    ]);
  });

  it('a reader that leaves early, and a stream that breaks, have ended, too', async () => {
    const { storage, noted } = meet();
    await putBuffer(storage, 'a', bodyOf(1_000_000));
    const left = await storage.get('a');
    const closed = new Promise((resolve) => left.once('close', resolve));
    left.destroy();
    await closed;
    const stop = new AbortController();
    const broken = await storage.get('a', { signal: stop.signal });
    stop.abort(new StorageError('stalled', 'Nothing came.', 'Wait.'));
    expect(await rejection(readAll(broken))).toMatchObject({ kind: 'stalled' });
    expect(noted.calls.slice(2)).toEqual(['get cancelled', 'get stalled']);
  });
});
