import { dayOf, lastDays } from './days';

describe('the days of a strip', () => {
  const begins = (zone: string, now: string, count = 3): string[] =>
    lastDays(count, zone, new Date(now)).map(({ date, begins: at }) => `${date} ${at.toISOString()}`);

  it('end with today, where the reader is', () => {
    expect(begins('UTC', '2026-11-28T00:00:00Z')).toEqual([
      '2026-11-26 2026-11-26T00:00:00.000Z',
      '2026-11-27 2026-11-27T00:00:00.000Z',
      '2026-11-28 2026-11-28T00:00:00.000Z',
    ]);
    expect(begins('Asia/Kolkata', '2026-11-27T18:30:00Z', 1)).toEqual(['2026-11-28 2026-11-27T18:30:00.000Z']);
    expect(begins('Asia/Kolkata', '2026-11-27T18:29:59Z', 1)).toEqual(['2026-11-27 2026-11-26T18:30:00.000Z']);
    expect(begins('Pacific/Kiritimati', '2026-11-27T10:00:00Z', 1)).toEqual(['2026-11-28 2026-11-27T10:00:00.000Z']);
    expect(begins('Etc/GMT+12', '2026-11-28T11:59:00Z', 1)).toEqual(['2026-11-27 2026-11-27T12:00:00.000Z']);
  });

  it('last 23 or 25 hours where clocks change, also at midnight', () => {
    const hours = (zone: string, now: string): number[] =>
      lastDays(3, zone, new Date(now)).map((day) => (day.ends.getTime() - day.begins.getTime()) / 3_600_000);
    expect(hours('Europe/Berlin', '2026-10-26T12:00:00Z')).toEqual([24, 25, 24]);
    expect(hours('Europe/Berlin', '2026-03-30T12:00:00Z')).toEqual([24, 23, 24]);
    // There, the day began at one o'clock.
    expect(hours('America/Asuncion', '2023-10-02T12:00:00Z')).toEqual([24, 23, 24]);
  });

  it('follow each other without a hole', () => {
    const days = lastDays(90, 'America/New_York', new Date('2026-11-28T12:00:00Z'));
    expect(days.slice(1).map((day) => day.begins)).toEqual(days.slice(0, -1).map((day) => day.ends));
    const [first, second] = days;
    expect(dayOf(days, new Date(first!.begins.getTime() - 1))).toBe(-1);
    expect(dayOf(days, first!.begins)).toBe(0);
    expect(dayOf(days, second!.begins)).toBe(1);
    expect(dayOf(days, days[89]!.ends)).toBe(-1);
  });
});
