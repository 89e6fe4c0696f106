import { shrinksOf, slowOnes } from './outliers';
import { areaOf, lineOf } from './path';
import { lastOf, medianOf, segmentsOf } from './segments';
import { ticksOf, tickText } from './ticks';

const GiB = 1024 ** 3;
const scale = { x: (index: number) => 10 * index, y: (value: number) => 20 - value };

describe('P-WEB-104 a line of measured values', () => {
  it('has a gap where a value is missing, and never an invented zero', () => {
    expect(segmentsOf([1, 2, null, 3, 4])).toEqual([
      [0, 1],
      [3, 4],
    ]);
    expect(lineOf([1, 2, null, 3, 4], scale)).toBe('M0 19L10 18M30 17L40 16');
    expect(areaOf([1, 2, null, 3, 4], scale)).toBe('M0 20L0 19L10 18V20ZM30 20L30 17L40 16V20Z');
  });

  it('goes from week to week where there is one value a week', () => {
    const weekly = [1, null, null, 2, null, null, 3, null, null, null, null, null, 4, null, null, 5];
    expect(segmentsOf(weekly)).toEqual([
      [0, 3, 6],
      [12, 15],
    ]);
  });

  it('is a point where a value stands alone, and nothing where there is none', () => {
    expect(lineOf([null, 5, null], scale)).toBe('M10 15h0');
    expect(areaOf([null, 5, null], scale)).toBe('');
    expect(lineOf([null, null], scale)).toBe('');
    expect(lastOf([1, 2, null])).toBe(2);
    expect(lastOf([null])).toBeNull();
  });
});

describe('P-WEB-105 the grid of a chart', () => {
  it.each([
    [4.6 * GiB, 'bytes', ['0', '2 GiB', '4 GiB']],
    [1023 * 1024, 'bytes', ['0', '500 KiB', '1000 KiB']],
    [700, 'bytes', ['0', '500 B']],
    [744, 'seconds', ['0', '5 min', '10 min']],
    [2, 'seconds', ['0', '1 s', '2 s']],
    [9_000, 'seconds', ['0', '1 h', '2 h']],
    [0, 'bytes', ['0']],
  ] as const)('to %d %s begins at zero and has two round lines at most', (max, unit, texts) => {
    expect(ticksOf(max, unit).map((value) => tickText(value, unit))).toEqual(texts);
  });
});

describe('P-WEB-106 outliers', () => {
  it('are backups that shrank by more than 15 % against the one before, whenever that was', () => {
    expect(shrinksOf([100, 86, null, 60, 200])).toEqual([{ index: 3, percent: expect.closeTo(-30.2, 1) as number }]);
    expect(shrinksOf([0, 0, null, 5])).toEqual([]);
  });

  it('are runs that took more than twice as long as usual, and half a minute more', () => {
    expect(slowOnes([300, 310, null, 744, 290])).toEqual([3]);
    expect(slowOnes([1, 1, 5, 1])).toEqual([]);
    expect(slowOnes([null])).toEqual([]);
    expect(medianOf([5, null, 1, 3])).toBe(3);
  });
});
