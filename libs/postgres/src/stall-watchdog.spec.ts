import { jest } from '@jest/globals';
import { StallWatchdog } from './stall-watchdog';

describe('the stall watchdog', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const never = new Promise<never>(() => undefined);

  it('fires once a wait is longer than the limit', () => {
    let stalls = 0;
    const watchdog = new StallWatchdog(1_000, () => (stalls += 1));
    void watchdog.during(never);
    jest.advanceTimersByTime(999);
    expect(stalls).toBe(0);
    jest.advanceTimersByTime(2);
    expect(stalls).toBe(1);
  });

  it('does not count the time in which the consumer holds the pipe back', async () => {
    let stalls = 0;
    const watchdog = new StallWatchdog(1_000, () => (stalls += 1));
    await watchdog.during(Promise.resolve('bytes'));
    jest.advanceTimersByTime(3_600_000);
    expect(stalls).toBe(0);
    void watchdog.during(never);
    jest.advanceTimersByTime(999);
    expect(stalls).toBe(0);
    jest.advanceTimersByTime(2);
    expect(stalls).toBe(1);
  });

  it('F13 lets a slow database go on for ever, as long as something comes', async () => {
    let stalls = 0;
    const watchdog = new StallWatchdog(1_000, () => (stalls += 1));
    for (let byte = 0; byte < 100; byte += 1) {
      const next = Promise.withResolvers<number>();
      const wait = watchdog.during(next.promise);
      jest.advanceTimersByTime(999);
      next.resolve(byte);
      await wait;
    }
    expect(stalls).toBe(0);
  });

  it('is quiet after it was stopped', () => {
    let stalls = 0;
    const watchdog = new StallWatchdog(1_000, () => (stalls += 1));
    void watchdog.during(never);
    watchdog.stop();
    jest.advanceTimersByTime(5_000);
    expect(stalls).toBe(0);
  });
});
