import { aBackup } from '../testing/backups';
import { isDay, rangeOf } from './day';
import { matches, noFilter } from './list-filter';

describe('P-WEB-117 the backups of a day', () => {
  it('are those that were asked for from its first moment to its last, where the reader is', () => {
    const { from, to } = rangeOf('2026-10-25');
    expect([from.getFullYear(), from.getMonth(), from.getDate(), from.getHours()]).toEqual([2026, 9, 25, 0]);
    expect([to.getFullYear(), to.getMonth(), to.getDate(), to.getHours()]).toEqual([2026, 9, 26, 0]);
    const day = { ...noFilter, day: '2026-10-25' };
    const at = (date: Date): boolean => matches(day, aBackup({ createdAt: date.toISOString() }));
    expect([at(from), at(new Date(to.getTime() - 1)), at(to), at(new Date(from.getTime() - 1))]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('are asked for by a date, and by nothing else', () => {
    expect(['2026-11-24', undefined, '', 'today', '24.11.2026', '2026-11'].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
