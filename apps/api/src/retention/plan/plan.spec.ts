import type { RetentionRule } from '../rule';
import type { CopyFacts } from './copy-facts';
import { endsAt, forecast } from './forecast';
import { Periods } from './periods';
import { deletableOf, plan } from './plan';

const day = 24 * 3600_000;
const rule: RetentionRule = {
  ...{ keepLast: 0, keepDays: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0, minKeep: 1, maxBytes: null },
};

const copyOf = (at: string | number, change: Partial<CopyFacts> = {}): CopyFacts => ({
  id: typeof at === 'string' ? at : new Date(at).toISOString(),
  at: typeof at === 'string' ? Date.parse(at) : at,
  ...{ size: 10, good: true, level: 0, locked: false, leased: false, lockedUntil: null, lastOfNewest: false },
  ...change,
});

/** By day of the id: what keeps it. */
function reasonsOf(copies: readonly CopyFacts[], change: Partial<RetentionRule>, now: string, zone = 'UTC') {
  const made = plan({ copies, rule: { ...rule, ...change }, zone, now: Date.parse(now) });
  return Object.fromEntries(made.copies.map(({ copy, reasons }) => [copy.id, reasons.map(({ text }) => text)]));
}

describe('why a copy is kept', () => {
  it('names the period, and which of how many it is', () => {
    const copies = ['2026-11-16T02:30:00Z', '2026-11-22T02:30:00Z', '2026-11-27T02:30:00Z'].map((at) => copyOf(at));
    expect(reasonsOf(copies, { weekly: 4, monthly: 6 }, '2026-11-27T12:00:00Z')).toEqual({
      '2026-11-27T02:30:00Z': [
        'the newest good one',
        'the newest good one, and none was checked',
        'newest of week 48 (weekly 1 of 4)',
        'newest of November 2026 (monthly 1 of 6)',
      ],
      '2026-11-22T02:30:00Z': ['newest of week 47 (weekly 2 of 4)'],
      '2026-11-16T02:30:00Z': [],
    });
  });

  it('says what nothing overrides first', () => {
    const now = '2026-11-27T12:00:00Z';
    const lockedUntil = Date.parse('2027-01-01T00:00:00Z');
    const old = copyOf('2020-01-01T00:00:00Z', {
      locked: true,
      leased: true,
      lockedUntil,
      lastOfNewest: true,
      unread: true,
    });
    const texts = reasonsOf([old, copyOf('2026-11-27T02:30:00Z', { level: 1 })], { keepLast: 2 }, now)[old.id];
    expect(texts).toEqual([
      'locked',
      'being read now',
      'locked by its store',
      'imported and encrypted: what it holds is not known here',
      'the last copy of the newest good backup of its project',
      'one of the newest 2',
    ]);
  });

  it('an hour that clocks show twice is two, also where they move by half of one', () => {
    const berlin = new Periods('Europe/Berlin');
    const [first, second] = [Date.parse('2026-10-25T00:30:00Z'), Date.parse('2026-10-25T01:30:00Z')];
    expect(berlin.of(first).hourly.name).toBe('25 Oct 2026 02:00');
    expect(berlin.of(second).hourly.name).toBe('25 Oct 2026 02:00');
    expect(berlin.of(first).hourly.key).not.toBe(berlin.of(second).hourly.key);
    expect(berlin.of(first).daily.key).toBe(berlin.of(second).daily.key);
    const lordHowe = new Periods('Australia/Lord_Howe');
    const [before, behind] = [Date.parse('2026-04-04T14:45:00Z'), Date.parse('2026-04-04T15:15:00Z')];
    expect([before, behind].map((at) => lordHowe.of(at).hourly.name)).toEqual(['5 Apr 2026 01:00', '5 Apr 2026 01:00']);
    expect(lordHowe.of(before).hourly.key).not.toBe(lordHowe.of(behind).hourly.key);
  });

  it('weeks are those of ISO 8601: the first days of a year may belong to the last week of the one before', () => {
    const weeks = (...days: string[]): string[] => days.map((at) => new Periods('UTC').of(Date.parse(at)).weekly.key);
    expect(weeks('2026-12-28', '2027-01-03', '2027-01-04', '2024-12-30')).toEqual([
      '2026 53',
      '2026 53',
      '2027 1',
      '2025 1',
    ]);
  });

  it('a day is one of the zone of the schedule', () => {
    const [a, b] = ['2026-11-26T18:00:00Z', '2026-11-26T18:30:00Z'];
    const days = (zone: string): number =>
      new Set([a, b].map((at) => new Periods(zone).of(Date.parse(at)).daily.key)).size;
    expect([days('UTC'), days('Asia/Kathmandu')]).toEqual([1, 2]);
  });
});

describe('what a limit of bytes takes', () => {
  it('P-RET-6 the oldest that may go, until the rest fits; never what nothing may delete', () => {
    const copies = [1, 2, 3, 4, 5].map((n) => copyOf(`2026-11-0${n}T00:00:00Z`, { locked: n === 1 }));
    const now = Date.parse('2026-11-06T00:00:00Z');
    const made = plan({ copies, rule: { ...rule, keepLast: 5, maxBytes: 30 }, zone: 'UTC', now });
    expect(deletableOf(made).map(({ copy, goes }) => [copy.id.slice(0, 10), goes])).toEqual([
      ['2026-11-02', 'budget'],
      ['2026-11-03', 'budget'],
    ]);
    expect(made).toMatchObject({ keptBytes: 30, overBudget: false });
    const over = plan({ copies, rule: { ...rule, keepLast: 5, minKeep: 4, maxBytes: 30 }, zone: 'UTC', now });
    expect(over).toMatchObject({ keptBytes: 50, overBudget: true });
  });
});

describe('P-RET-8 when a copy goes', () => {
  const at = (n: number): number => Date.parse('2026-11-01T02:30:00Z') + n * day;
  const slots = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => at(from + n));

  it('is the day on which the backup comes that takes its place', () => {
    const copies = [0, 1, 2, 3].map((n) => copyOf(at(n)));
    const input = { copies, rule: { ...rule, daily: 4 }, zone: 'UTC', now: at(3) + 1 };
    const { goesAt, left, points } = forecast(input, slots(4, 10), 7);
    expect(copies.map(({ id }) => goesAt.get(id))).toEqual([at(4), at(5), at(6), at(7)]);
    expect(left.map(({ copy }) => copy.at)).toEqual([at(13), at(12), at(11), at(10)]);
    expect(points.at(-1)).toEqual({ at: at(13), copies: 4, bytes: 28 });
  });

  it('is what pruning does then, day after day', () => {
    const input = { rule: { ...rule, daily: 3, weekly: 2, monthly: 2, keepDays: 2 }, zone: 'Europe/Berlin' };
    const copies = Array.from({ length: 40 }, (_, n) => copyOf(at(n - 40)));
    const { goesAt } = forecast({ ...input, copies, now: at(-1) + 1 }, slots(0, 50), 10);
    const seen = new Map<string, number>();
    let left: CopyFacts[] = copies;
    for (let n = -1; n < 50; n += 1) {
      const now = n === -1 ? at(-1) + 1 : at(n);
      if (n >= 0) left.push(copyOf(now, { id: `simulated ${now}` }));
      for (const { copy } of deletableOf(plan({ ...input, copies: left, now }))) {
        seen.set(copy.id, now);
        left = left.filter(({ id }) => id !== copy.id);
      }
    }
    expect(goesAt).toEqual(seen);
  });

  it('of frequent backups too what is left after a year is what pruning each time leaves', () => {
    const hours = Array.from({ length: 365 * 24 }, (_, n) => at(0) + n * 3600_000);
    const input = { rule: { ...rule, hourly: 24, daily: 7, monthly: 6 }, zone: 'Europe/Berlin', now: at(0) - 1 };
    const { left, points } = forecast({ ...input, copies: [] }, hours, 1);
    const all = hours.map((one) => copyOf(one, { id: `simulated ${one}` }));
    const once = plan({ ...input, copies: all, now: hours.at(-1)! });
    expect(left.map(({ copy }) => copy.id)).toEqual(
      once.copies.filter(({ goes }) => goes === null).map(({ copy }) => copy.id),
    );
    expect(points.length).toBeLessThan(500);
  });

  it('is known without a schedule only where time alone decides', () => {
    const copies = [copyOf(at(0)), copyOf(at(9))];
    const { copies: planned } = plan({ copies, rule: { ...rule, keepDays: 30 }, zone: 'UTC', now: at(10) });
    expect(planned.map((one) => endsAt(one))).toEqual([null, at(30)]);
  });
});
