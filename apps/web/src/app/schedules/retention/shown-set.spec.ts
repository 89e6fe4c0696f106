import { settledText } from './months/months-bars';
import { defaultRule } from './rule/rule-form';
import { shownSet } from './shown-set';
import { aSet, now, someDots } from './testing/previews';

describe('P-WEB-402 the reasons on the line', () => {
  const shown = shownSet(someDots, defaultRule, 'Europe/Berlin', now);

  it('are those of the service: a lane for each part of the rule, one for what is kept anyway, one for what would go', () => {
    expect(shown.lanes.map(({ name, count }) => [name, count])).toEqual([
      ['daily', 7],
      ['weekly', 4],
      ['monthly', 6],
      ['always', null],
      ['gone', null],
    ]);
    expect(shown.backups.map(({ lanes }) => lanes.join())).toEqual([
      'daily,weekly,monthly',
      'daily',
      'daily',
      'gone',
      'gone',
      'weekly',
      'monthly',
      'always',
    ]);
  });

  it('are told with the time in the zone of the schedule, and with the day of the deletion', () => {
    expect(shown.backups[1]?.text).toBe(
      '23 Nov 09:31 · kept by min_keep; kept by daily; will be deleted on 1 Dec 02:30',
    );
    expect(shown.backups[3]?.text).toBe('21 Nov 09:31 · nothing keeps it: would be deleted');
  });

  it('lock the last three good ones', () => {
    expect(shown.backups.filter(({ isLocked }) => isLocked)).toHaveLength(3);
  });

  it('are the same in one sentence and in a table', () => {
    expect(shown.label).toBe('8 backups: 6 kept, 2 would be deleted');
    expect(shown.table.rows[5]).toEqual(['15 Nov 09:31', 'kept by weekly', '2.0 GiB']);
  });

  it('a part of the rule has its lane before anything is kept by it', () => {
    expect(shownSet([], { ...defaultRule, yearly: 2 }, 'UTC', now).lanes.map(({ name }) => name)).toEqual([
      'daily',
      'weekly',
      'monthly',
      'yearly',
    ]);
  });
});

describe('P-WEB-409 the months to come', () => {
  const points = aSet().simulation!.points;
  it.each([
    [points, 'settles at 14 or 15, ≈ 30.0 GiB'],
    [points.filter((_, n) => n % 2 === 0), 'settles at 14, ≈ 28.0 GiB'],
    [points.map((point, n) => ({ ...point, copies: 10 + n })), 'between 16 and 21, ≈ 30.0 GiB'],
    [points.map((point) => ({ ...point, bytes: 0 })), 'settles at 14 or 15'],
    [[], ''],
  ])('end in a number: %#', (of, text) => expect(settledText(of)).toBe(text));
});
