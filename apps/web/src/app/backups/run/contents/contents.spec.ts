import type { ContentsTableDto } from '../../../api/models/contents-table-dto';
import { compareTables, shrankMuch, sortTables } from './compare-tables';
import { tablesCsv } from './tables-csv';

const table = (name: string, rows: number, rawBytes = rows * 10): ContentsTableDto => ({
  schema: 'public',
  name,
  rows,
  rawBytes,
});
const before = (items: ContentsTableDto[], count = items.length) => ({ items, count, rows: 0, rawBytes: 0 });

describe('P-WEB-163 the tables of a backup beside those of the one before', () => {
  it('say how many rows came or went, and how much that is', () => {
    const [grown, shrunk, same] = compareTables(
      [table('events', 300), table('old', 8), table('flags', 5)],
      before([table('events', 200), table('old', 100), table('flags', 5)]),
    );
    expect([grown?.change, grown?.percent]).toEqual([100, 50]);
    expect([shrunk?.change, shrunk?.percent]).toEqual([-92, -92]);
    expect([same?.change, same?.percent]).toEqual([0, 0]);
    expect([grown!, shrunk!, same!].map(shrankMuch)).toEqual([false, true, false]);
  });

  it('claim nothing where nobody knows: no backup before, nothing in it then, or only its largest tables listed', () => {
    expect(compareTables([table('a', 1)], null)[0]).toMatchObject({ change: null, percent: null, isNew: false });
    expect(compareTables([table('a', 1)], before([table('a', 0)]))[0]).toMatchObject({ change: 1, percent: null });
    expect(compareTables([table('a', 1)], before([table('b', 1)], 900))[0]).toMatchObject({
      change: null,
      isNew: false,
    });
    expect(compareTables([table('a', 1)], before([table('b', 1)]))[0]?.isNew).toBe(true);
  });

  it('are sorted by any column, what is unknown last', () => {
    const tables = compareTables(
      [table('a', 5), table('b', 9), table('c', 7)],
      before([table('a', 9), table('b', 8)], 9),
    );
    const names = (by: Parameters<typeof sortTables>[1]['by'], descending: boolean) =>
      sortTables(tables, { by, descending })
        .map(({ name }) => name)
        .join('');
    expect(names('rows', true)).toBe('bca');
    expect(names('id', false)).toBe('abc');
    expect(names('change', true)).toBe('bac');
    expect(names('change', false)).toBe('abc');
  });

  it('are a CSV file that no spreadsheet takes for formulas', () => {
    const odd = { ...table('say "hi", you', 3), schema: '=cmd' };
    expect(tablesCsv(compareTables([odd], null))).toBe(
      'schema,table,rows,bytes,change_of_rows\r\n\'=cmd,"say ""hi"", you",3,30,\r\n',
    );
    expect(tablesCsv(compareTables([table('a', 1)], before([table('a', 3)])))).toContain('public,a,1,10,-2\r\n');
  });
});
