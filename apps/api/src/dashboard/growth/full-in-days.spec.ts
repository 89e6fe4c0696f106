import fc from 'fast-check';
import { fullInDays } from './full-in-days';

const on = (day: string, storedBytes: number) => ({ day, storedBytes });
const november = on('2026-11-01', 1_000);

describe('P-DASHBOARD-20 in how many days a destination is full', () => {
  it('goes by what lay there then and lies there now', () => {
    // 900 bytes in 18 days are 50 a day.
    expect(fullInDays(november, on('2026-11-19', 1_900), 2_074)).toBe(41);
    expect(fullInDays(november, on('2026-11-19', 1_900), 0)).toBe(0);
  });

  it.each([
    ['the store does not say what is free', november, on('2026-11-19', 1_900), null],
    ['there is no earlier day', undefined, on('2026-11-19', 1_900), 100],
    ['less than a week is known', on('2026-11-13', 1_000), on('2026-11-19', 1_900), 100],
    ['retention keeps it as it is', november, on('2026-11-19', 1_000), 100],
    ['it shrinks', november, on('2026-11-19', 10), 100],
    ['it is years away', november, on('2026-11-19', 1_001), 1_000_000],
  ])('is not said where %s', (_, first, now, free) => {
    expect(fullInDays(first, now, free)).toBeNull();
  });

  it('never says longer for less room', () => {
    const bytes = fc.integer({ min: 0, max: 2 ** 40 });
    fc.assert(
      fc.property(bytes, bytes, bytes, bytes, (before, now, free, more) => {
        const at = (room: number) => fullInDays(on('2026-11-01', before), on('2026-11-20', now), room) ?? Infinity;
        expect(at(free)).toBeLessThanOrEqual(at(free + more));
      }),
    );
  });
});
