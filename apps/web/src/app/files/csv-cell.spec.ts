import { csvCell } from './csv-cell';

describe('a cell of a CSV file', () => {
  it.each([
    ['orders', 'orders'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['a;b', '"a;b"'],
    ['year-2026', 'year-2026'],
  ])('%j is written %s', (value, cell) => expect(csvCell(value)).toBe(cell));

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1+1', '"=1+1', '\t=1', '\n=1', '＝1+1', '＠SUM(A1)'])(
    '%j is no formula',
    (value) => expect(csvCell(value).replace(/^"/, '')).toMatch(/^'/),
  );

  it.each([';', '\t'])('no formula hides behind %j, which separates cells in other countries', (separator) => {
    for (const sign of '=+-@') {
      const split = csvCell(`a${separator}${sign}HYPERLINK(1)${separator}b`).split(separator);
      expect(split[1]).toMatch(/^'/);
    }
  });

  it('a number stays one, also below zero', () => expect(csvCell(-2)).toBe('-2'));
});
