import { Bandwidth, type BandwidthClock } from './bandwidth';

/** A clock that stands still until it is told to go on. */
class HandClock implements BandwidthClock {
  #now = 0;
  #waiting: { readonly at: number; readonly resolve: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ at: this.#now + milliseconds, resolve });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  async goTo(time: number): Promise<void> {
    this.#now = time;
    for (const { at, resolve } of this.#waiting) if (at <= time) resolve();
    this.#waiting = this.#waiting.filter(({ at }) => at > time);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

const never = new AbortController().signal;

describe('P-STORE-13 a bandwidth', () => {
  let clock: HandClock;
  let bandwidth: Bandwidth;
  let done: string[];
  beforeEach(() => {
    clock = new HandClock();
    bandwidth = new Bandwidth(1_000, clock);
    done = [];
  });
  const take = (name: string, bytes: number, signal = never): void =>
    void bandwidth.take(bytes, signal).then(() => done.push(name));

  it('lets so many bytes go a second, first come, first served', async () => {
    for (const name of ['a', 'b', 'c']) take(name, 500);
    await clock.goTo(0);
    expect(done).toEqual(['a']);
    await clock.goTo(499);
    expect(done).toEqual(['a']);
    await clock.goTo(500);
    expect(done).toEqual(['a', 'b']);
    await clock.goTo(1_000);
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('is shared in turns by all who want it at once', async () => {
    const sent = { a: 0, b: 0 };
    const upload = async (name: 'a' | 'b'): Promise<void> => {
      for (;;) {
        await bandwidth.take(100, never);
        sent[name] += 100;
      }
    };
    void upload('a');
    void upload('b');
    for (let time = 0; time <= 10_000; time += 100) await clock.goTo(time);
    expect(Math.abs(sent.a - sent.b)).toBeLessThanOrEqual(100);
    expect(sent.a + sent.b).toBeGreaterThanOrEqual(10_000);
    expect(sent.a + sent.b).toBeLessThanOrEqual(10_200);
  });

  it('saves nothing up', async () => {
    await clock.goTo(60_000);
    take('a', 500);
    take('b', 500);
    await clock.goTo(60_000);
    expect(done).toEqual(['a']);
  });

  it('keeps nobody who needs not know any more, and gives his time to others', async () => {
    const leaving = new AbortController();
    take('first', 1_000);
    take('leaving', 5_000, leaving.signal);
    await clock.goTo(0);
    leaving.abort();
    await clock.goTo(1);
    expect(done).toEqual(['first', 'leaving']);
    take('next', 100);
    await clock.goTo(999);
    expect(done).toEqual(['first', 'leaving']);
    await clock.goTo(1_000);
    expect(done).toEqual(['first', 'leaving', 'next']);
    await bandwidth.take(1_000_000, AbortSignal.abort());
  });

  it('can be changed, and its turns follow', () => {
    expect(bandwidth.turn).toBe(4 * 1024);
    bandwidth.bytesPerSecond = 2_000_000;
    expect(bandwidth.turn).toBe(100_000);
    bandwidth.bytesPerSecond = 10_000_000_000;
    expect(bandwidth.turn).toBe(1024 * 1024);
  });

  it('goes by the clock of this machine if it is given no other', async () => {
    const own = new Bandwidth(1_000_000);
    await own.take(10_000, never);
    await own.take(1, never);
    const stop = new AbortController();
    await own.take(1_000_000_000, never);
    let waited = false;
    const waiting = own.take(1, stop.signal).then(() => (waited = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(waited).toBe(false);
    stop.abort();
    await waiting;
  });
});
