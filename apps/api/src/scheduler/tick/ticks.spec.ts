import 'reflect-metadata';
import { describeTicks } from '../testing/describe-ticks';
import { describeYear } from '../testing/describe-year';

const all = process.env['STOWBASE_TEST_ALL'] === '1';
// Clocks go back in Berlin on 25 October and in St John's on 1 November, and ahead on Lord Howe on 3 October.
const [begins, ends] = [new Date('2026-10-22T00:00Z'), new Date('2026-11-03T00:00Z')];
const [yearBegins, yearEnds] = [new Date('2026-06-03T10:00Z'), new Date('2027-06-03T10:00Z')];

describe('the times of schedules (SQLite)', () => {
  describeTicks(() => undefined);

  describe('through weeks, or a year', () => {
    describeYear(
      () => undefined,
      all
        ? { schedules: 16, begins: yearBegins, ends: yearEnds, outages: 25 }
        : { schedules: 8, begins, ends, outages: 6 },
    );
  });
});
