import fc from 'fast-check';
import { cronOf, hourSteps, kindOf, planOf, weekdays, type Plan } from './plan';
import { readCron } from './read-cron';

const minute = fc.integer({ min: 0, max: 59 });
const hour = fc.integer({ min: 0, max: 23 });
const plans: fc.Arbitrary<Plan> = fc.oneof(
  fc.record({ every: fc.constant('hour' as const), minute, step: fc.constantFrom(...hourSteps) }),
  fc.record({
    every: fc.constant('week' as const),
    hour,
    minute,
    days: fc.subarray([...weekdays], { minLength: 1 }),
  }),
  fc.record({
    every: fc.constant('month' as const),
    hour,
    minute,
    day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)),
  }),
);

describe('P-WEB-400 builder and cron', () => {
  it('follow each other: whatever the builder can say is read back from its cron as it was', () => {
    fc.assert(
      fc.property(plans, (plan) => expect(readCron(cronOf(plan))).toEqual(plan)),
      { numRuns: 2_000 },
    );
  });

  it('write five fields of the characters that the service takes', () => {
    fc.assert(fc.property(plans, (plan) => expect(cronOf(plan)).toMatch(/^[\d*/,L-]+( [\d*/,L-]+){4}$/)));
  });

  it('a cron that is read is written back with the same meaning, whatever text it was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9*] [0-9*] [0-9*L] \* [0-7*A-Z,-]{1,7}$/), (cron) => {
        const plan = readCron(cron);
        if (plan !== null) expect(readCron(cronOf(plan))).toEqual(plan);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['30 2 * * *', 'nightly', '30 2 * * *'],
    [' 5   4 * * * ', 'nightly', '5 4 * * *'],
    ['30 2 * * MON-FRI', 'weekly', '30 2 * * 1-5'],
    ['30 2 * * 6-7', 'weekly', '30 2 * * 0,6'],
    ['30 2 * * 7', 'weekly', '30 2 * * 0'],
    ['30 2 * * sun,wed', 'weekly', '30 2 * * 0,3'],
    ['30 2 * * 0-6', 'nightly', '30 2 * * *'],
    ['0 * * * *', 'hourly', '0 * * * *'],
    ['15 */6 * * *', 'hourly', '15 */6 * * *'],
    ['30 2 1 * *', 'monthly', '30 2 1 * *'],
    ['30 2 l * *', 'monthly', '30 2 L * *'],
  ])('%s is %s', (cron, kind, written) => {
    const plan = readCron(cron);
    expect([kindOf(plan), plan && cronOf(plan)]).toEqual([kind, written]);
  });

  it.each([
    '30 2 1 * 1',
    '*/10 8-18 * * *',
    '30 2 * * 1#2',
    '30 2 * JAN *',
    '30 2,14 * * *',
    '0 */5 * * *',
    '0 */6 * * 1',
    '60 2 * * *',
    '30 24 * * *',
    '30 2 32 * *',
    '30 2 * * 8',
    '30 2 * * 5-1',
    '30 2 * * 1-2-3',
    '30 2 * *',
    '@daily',
    '',
  ])('%p is left to the field for cron', (cron) => expect(kindOf(readCron(cron))).toBe('own'));

  it('another kind keeps the time of day', () => {
    const weekly: Plan = { every: 'week', hour: 22, minute: 15, days: [1, 3] };
    expect(cronOf(planOf('nightly', weekly))).toBe('15 22 * * *');
    expect(cronOf(planOf('monthly', weekly))).toBe('15 22 1 * *');
    expect(cronOf(planOf('hourly', weekly))).toBe('15 * * * *');
    expect(cronOf(planOf('nightly', null))).toBe('30 2 * * *');
    expect(kindOf(planOf('weekly', weekly))).toBe('weekly');
  });
});
