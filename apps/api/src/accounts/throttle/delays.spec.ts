import fc from 'fast-check';
import { delayAfter, delayRules } from './delays';

describe('the delay after wrong attempts', () => {
  it.each(Object.entries(delayRules))('H43 grows and ends: %s', (_, rule) => {
    const failures = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(failures, (n) => {
        const delay = delayAfter(n, rule);
        expect(delay).toBeLessThanOrEqual(rule.longest);
        expect(delay).toBeLessThanOrEqual(delayAfter(n + 1, rule));
        expect(delay > 0).toBe(n >= rule.free);
      }),
    );
    expect(rule.longest).toBeLessThanOrEqual(15 * 60_000);
  });
});
