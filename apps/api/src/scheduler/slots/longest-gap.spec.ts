import fc from 'fast-check';
import { readFields } from '../cron/fields';
import { bruteTimes } from '../testing/brute-slots';
import { ClockTable } from '../testing/clock-table';
import { anyRule } from '../testing/random-rule';
import { longestGapHours } from './longest-gap';

const gap = (cron: string, blackout: { from: string; to: string; days: number[] }[] = []): number =>
  longestGapHours({ cron, timeZone: 'UTC', blackout });

describe('the longest time that a schedule leaves between two backups', () => {
  it.each([
    ['30 2 * * *', 24],
    ['30 * * * *', 1],
    ['*/5 * * * *', 5 / 60],
    ['30 2,14 * * *', 12],
    ['0 9-17 * * *', 16],
    ['0 9-17 * * 1-5', 64],
    ['*/15 9-17 * * 1-5', 63.25],
    ['30 2 * * 1', 7 * 24],
    ['30 2 * * 1,4', 4 * 24],
    ['30 2 1 * *', 31 * 24],
    ['30 2 1,15 * *', 17 * 24],
    ['30 2 * 1,12 *', 304 * 24],
    ['0 0 13 * 5', 7 * 24],
    ['0 0 L * *', 31 * 24],
    ['0 0 * * FRI#2', 35 * 24],
  ])('%s: %d hours', (cron, hours) => {
    expect(gap(cron)).toBe(hours);
  });

  it('is longer by what windows put off', () => {
    expect(gap('30 2 * * *', [{ from: '02:00', to: '08:30', days: [6] }])).toBe(30);
    expect(gap('0 * * * *', [{ from: '09:00', to: '17:00', days: [] }])).toBe(9);
  });

  it('P-SCHED-15 is never less than what a year of looking at the clock shows', () => {
    const table = new ClockTable('UTC', new Date('1970-01-01T00:00:00Z'), 420 * 24);
    fc.assert(
      fc.property(anyRule, (rule) => {
        const times = bruteTimes(rule, table, table.at(0), table.at(419 * 24 * 60));
        const gaps = times.slice(1).map((at, n) => (at.getTime() - times[n]!.getTime()) / 3_600_000);
        fc.pre(gaps.length > 0);
        expect(gap(rule.cron)).toBeGreaterThanOrEqual(Math.max(...gaps) - 1e-9);
        // Those of every month are seen whole within it.
        const { day, month, weekday } = readFields(rule.cron);
        if (month.text === '*' && !day.isSpecial && !weekday.isSpecial && day.text === '*')
          expect(gap(rule.cron)).toBeCloseTo(Math.max(...gaps), 6);
      }),
      { seed: 15, numRuns: process.env['STOWBASE_TEST_ALL'] === '1' ? 1_000 : 15 },
    );
  });
});
