import { describeStorage, faultyStorage, memoryStorage } from '../testing';
import { bodyOf, expectedOf, never, rejection } from '../testing/conformance/content';
import { Bandwidth, type BandwidthClock } from './bandwidth';
import { withBandwidthLimit } from './with-bandwidth-limit';

describeStorage(
  'memory with a bandwidth limit',
  () => {
    const memory = memoryStorage();
    return Promise.resolve({
      storage: withBandwidthLimit(memory, new Bandwidth(1_000_000_000)),
      leftovers: () => Promise.resolve([...memory.openUploads]),
      dispose: () => memory.close(),
    });
  },
  { partBytes: 64 * 1024, manyKeys: 120 },
);

/** A second has passed as soon as somebody waits for it; the times waited are noted. */
class QuickClock implements BandwidthClock {
  time = 0;
  now = (): number => this.time;
  wait(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    return Promise.resolve();
  }
}

/** It never gets later: whoever waits, waits for ever. */
const frozen: BandwidthClock = {
  now: () => 0,
  wait: (_milliseconds, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
};

describe('P-STORE-13 a storage with a bandwidth limit', () => {
  it('takes as long as its bytes need, and stores them as they are', async () => {
    const clock = new QuickClock();
    const memory = memoryStorage();
    const storage = withBandwidthLimit(memory, new Bandwidth(1_000_000, clock));
    const body = bodyOf(3_000_000);
    const upload = await storage.create('a', { signal: never() });
    await upload.write(body);
    await upload.commit(expectedOf(body));
    expect(clock.time).toBeGreaterThan(2_900);
    expect(clock.time).toBeLessThanOrEqual(3_000);
    expect(memory.objects.get('a')?.equals(body)).toBe(true);
  });

  it('an abort, and the signal of the run, wait for no turn', async () => {
    const storage = withBandwidthLimit(memoryStorage(), new Bandwidth(1_000, frozen));
    const cause = new Error('pg_dump failed');
    const upload = await storage.create('a', { signal: never() });
    const writing = rejection(upload.write(bodyOf(100_000)));
    await upload.abort(cause);
    expect(await writing).toBe(cause);
    expect(await rejection(upload.commit(expectedOf(bodyOf(1))))).toBe(cause);

    const run = new AbortController();
    const other = await storage.create('b', { signal: run.signal });
    const stopped = rejection(other.write(bodyOf(100_000)));
    run.abort(cause);
    expect(await stopped).toBe(cause);
  });

  it('an upload that fails by itself tells its own cause', async () => {
    const storage = withBandwidthLimit(faultyStorage(memoryStorage(), { failAt: 1_000 }), new Bandwidth(1_000_000_000));
    const upload = await storage.create('a', { signal: never() });
    expect(await rejection(upload.write(bodyOf(2_000_000)))).toMatchObject({ kind: 'unreachable' });
  });
});
