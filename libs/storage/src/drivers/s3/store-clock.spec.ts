import { StoreClock } from './store-clock';

const now = Date.parse('Fri, 27 Nov 2026 10:00:00 GMT');
const dateAt = (milliseconds: number): string => new Date(milliseconds).toUTCString();

describe("the store's clock", () => {
  it.each([
    ['the same second', now + 400, now + 700, now, 0],
    ['while a part of two minutes was sent', now, now + 120_000, now + 60_000, 0],
    ['ten minutes ahead', now, now + 1_000, now + 601_000, 600_000],
    ['ten minutes behind', now, now + 1_000, now - 600_000, -600_000],
  ])('%s', (_title, asked, answered, told, skew) => {
    const clock = new StoreClock();
    clock.learn(dateAt(told), asked, answered);
    expect(clock.skewMs).toBe(skew);
  });

  it('is unknown without a date, and stays what it was', () => {
    const clock = new StoreClock();
    clock.learn(undefined, now, now);
    clock.learn('yesterday', now, now);
    expect(clock.skewMs).toBeNull();
    clock.learn(dateAt(now), now, now);
    clock.learn(undefined, now, now);
    expect(clock.skewMs).toBe(0);
  });
});
