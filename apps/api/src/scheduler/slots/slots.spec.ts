import fc from 'fast-check';
import { bruteSlots, bruteTimes } from '../testing/brute-slots';
import { clockTable } from '../testing/clock-table';
import { anyRule, anyZone } from '../testing/random-rule';
import { readFields } from '../cron/fields';
import { timetable } from '../cron/timetable';
import { slotsOf, smallestGapMs, type SlotRule } from './slots';

const all = process.env['STOWBASE_TEST_ALL'] === '1';

/** All slots of a rule between two instants, one after the other. */
function walk(rule: SlotRule, from: Date, to: Date): string[] {
  const slots = slotsOf(rule);
  const found: string[] = [];
  for (let slot = slots.next(from); slot !== null && slot.at <= to; slot = slots.next(slot.at))
    found.push(slot.at.toISOString());
  return found;
}

const iso = (dates: readonly Date[]): string[] => dates.map((date) => date.toISOString());

describe('F40 the slots of a schedule', () => {
  const nightly = (timeZone: string, cron = '30 2 * * *'): SlotRule => ({ cron, timeZone, blackout: [] });
  const between = (rule: SlotRule, from: string, to: string): string[] => walk(rule, new Date(from), new Date(to));

  it('are one a night where the clock skips the time: behind the gap', () => {
    expect(between(nightly('Europe/Berlin'), '2027-03-27T12:00Z', '2027-03-30T12:00Z')).toEqual([
      '2027-03-28T01:00:00.000Z',
      '2027-03-29T00:30:00.000Z',
      '2027-03-30T00:30:00.000Z',
    ]);
  });

  it('are one a night where the clock shows the time twice: the first one', () => {
    expect(between(nightly('Europe/Berlin'), '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('of several times in the skipped hour are one', () => {
    const rule = nightly('Europe/Berlin', '*/15 2 * * *');
    expect(between(rule, '2027-03-27T12:00Z', '2027-03-28T12:00Z')).toEqual(['2027-03-28T01:00:00.000Z']);
  });

  it('of every hour go on through both: with a * in the hour it is an interval', () => {
    const hourly = nightly('Europe/Berlin', '30 * * * *');
    expect(between(hourly, '2026-10-24T23:00Z', '2026-10-25T03:00Z')).toEqual([
      '2026-10-24T23:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
      '2026-10-25T02:30:00.000Z',
    ]);
  });

  it('know half an hour of Lord Howe', () => {
    const rule = nightly('Australia/Lord_Howe', '15 2 * * *');
    expect(between(rule, '2026-10-03T00:00Z', '2026-10-04T20:00Z')).toEqual([
      '2026-10-03T15:30:00.000Z',
      '2026-10-04T15:15:00.000Z',
    ]);
  });

  it('P-SCHED-1 are what a clock that is looked at every minute says, whatever the rule, the zone and the instant to begin at', () => {
    const instant = fc.date({
      min: new Date('2026-06-03T00:00Z'),
      max: new Date('2027-06-01T00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(anyRule, anyZone, instant, (rule, zone, from) => {
        const to = new Date(from.getTime() + 40 * 24 * 3_600_000);
        const found = walk({ cron: rule.cron, timeZone: zone, blackout: [] }, from, to);
        expect(found).toEqual(iso(bruteTimes(rule, clockTable(zone), from, to)));
      }),
      { seed: 40, numRuns: all ? 3_000 : 60 },
    );
  });

  it('P-SCHED-1 around the changes of clocks, begun at any minute', () => {
    const changes = [
      '2026-10-25T01:00Z',
      '2027-03-28T01:00Z',
      '2026-11-01T04:30Z',
      '2027-03-14T05:30Z',
      '2026-10-03T15:30Z',
      '2027-04-03T15:00Z',
    ];
    const minutes = fc.integer({ min: -2_000, max: 400 });
    fc.assert(
      fc.property(anyRule, anyZone, fc.constantFrom(...changes), minutes, (rule, zone, change, offset) => {
        const from = new Date(Date.parse(change) + offset * 60_000);
        const to = new Date(Date.parse(change) + 36 * 3_600_000);
        const found = walk({ cron: rule.cron, timeZone: zone, blackout: [] }, from, to);
        expect(found).toEqual(iso(bruteTimes(rule, clockTable(zone), from, to)));
      }),
      { seed: 41, numRuns: all ? 5_000 : 300 },
    );
  });

  it('P-SCHED-2 in a blackout window become one at its end, and every time of the rule has a slot soon enough', () => {
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${m}`);
    const window = fc.record({
      from: clock,
      to: fc.oneof(clock, fc.constant('24:00')),
      days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
    });
    const windows = fc.array(window, { minLength: 1, maxLength: 3 });
    const isShort = ({ days, from, to }: SlotRule['blackout'][number]): boolean => days.length > 0 || from < to;
    fc.assert(
      fc.property(
        anyRule,
        anyZone,
        windows.filter((list) => list.every(isShort)),
        (rule, zone, blackout) => {
          const slotRule = { cron: rule.cron, timeZone: zone, blackout };
          const table = clockTable(zone);
          const [from, to] = [new Date('2026-10-20T00:00Z'), new Date('2026-11-10T00:00Z')];
          fc.pre(slotsOf(slotRule).next(from) !== null);
          const half = smallestGapMs(timetable(readFields(rule.cron), zone), new Date(0), 50) / 2;
          // What is put off may be put off beyond the end; what is looked at ends before that.
          const times = bruteTimes(rule, table, from, new Date('2026-11-30T00:00Z'));
          const expected = bruteSlots(times, table, blackout, half).filter((at) => at <= to);
          expect(walk(slotRule, from, to)).toEqual(iso(expected));
        },
      ),
      { seed: 42, numRuns: all ? 2_000 : 40 },
    );
  });
});
