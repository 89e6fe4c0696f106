import fc from 'fast-check';
import type { DataTable } from './scope';
import { bigTable, isWorthTwo, splitTables } from './split-tables';

const mb = 1024 * 1024;
const tables = (...sizes: number[]): DataTable[] =>
  sizes.map((size, index) => ({ name: `t${index}`, size: size * mb }) as DataTable);
const names = (lists: DataTable[][]): string[][] => lists.map((list) => list.map(({ name }) => name));

describe('tables of several dumps', () => {
  it('go to whoever has the least so far, the biggest first', () => {
    // The main dump begins with what is small: 200 MB.
    expect(names(splitTables(tables(650, 650, 500, 120, 80), 2))).toEqual([['t0', 't2']]);
    expect(names(splitTables(tables(650, 650, 500, 120, 80), 3))).toEqual([['t0'], ['t1']]);
  });

  it.each([
    ['one dump', tables(900, 900), 1],
    ['nothing big', tables(255, 255, 255), 4],
    ['no tables', [], 4],
  ])('are all with the main dump: %s', (_name, given, jobs) => expect(splitTables(given, jobs)).toEqual([]));

  it('are in one list or in none, whatever their sizes', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 32 }), (given, jobs) => {
        const all = tables(...given);
        const lists = splitTables(all, jobs);
        const further = lists.flat();
        expect(lists.length).toBeLessThan(jobs);
        expect(lists.every((list) => list.length > 0)).toBe(true);
        expect(new Set(further).size).toBe(further.length);
        expect(further.every((table) => all.includes(table) && table.size >= bigTable)).toBe(true);
        // Nobody has more than a fair share and the biggest table.
        const shares = [all.filter((t) => !further.includes(t) && t.size >= bigTable), ...lists].map(sum);
        const fair = sum(all) / jobs;
        for (const share of shares) expect(share).toBeLessThanOrEqual(fair + Math.max(0, ...all.map((t) => t.size)));
      }),
    );
  });

  it('are worth two dumps when both have enough to read', () => {
    expect(isWorthTwo(tables(300, 300))).toBe(true);
    expect(isWorthTwo(tables(300, 200, 56))).toBe(true);
    expect(isWorthTwo(tables(5_000, 200))).toBe(false);
    expect(isWorthTwo(tables(200, 200, 200))).toBe(false);
    expect(isWorthTwo([])).toBe(false);
  });
});

const sum = (list: readonly DataTable[]): number => list.reduce((all, { size }) => all + size, 0);
