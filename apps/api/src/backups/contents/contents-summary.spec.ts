import { smallContents } from '@stowbase/archive/testing';
import type { Contents } from '@stowbase/archive';
import { summaryOf } from './contents-summary';

const summary = { storedBytes: 1, rawBytes: 1, members: 7, fileSha256: 'ab', finishedAt: new Date(0) };
const summarised = (change: Partial<Contents>): ReturnType<typeof summaryOf> =>
  summaryOf({ contents: { ...smallContents, ...change }, gaps: [], summary }, false);

describe('the summary of what is inside', () => {
  it('P-BACKUP-CONTENTS-1 stays small for any database, and its totals are of all', () => {
    const tables = Array.from({ length: 50_000 }, (_, i) => ({
      schema: 'public',
      name: `table_${i}`,
      rows: 2,
      rawBytes: i,
      members: [i],
    }));
    const names = Array.from({ length: 20_000 }, (_, i) => `role_${i}`);
    const warnings = names.map((name) => ({ code: 'W', text: 'x'.repeat(5_000), object: name }));
    const short = summarised({ tables, warnings, refresh: names, limits: [{ id: 'login_passwords', objects: names }] });
    expect(short.tables).toMatchObject({ count: 50_000, rows: 100_000, rawBytes: (50_000 * 49_999) / 2 });
    expect(short.tables.items).toHaveLength(200);
    expect(short.tables.items[0]).toEqual({ schema: 'public', name: 'table_49999', rows: 2, rawBytes: 49_999 });
    expect(short.warnings.count).toBe(20_000);
    expect(JSON.stringify(short).length).toBeLessThan(150_000);
  });

  it('has the statements that set again what no backup holds', () => {
    const { limits } = summarised({ limits: [{ id: 'login_passwords', objects: ['odd "role"'] }] });
    expect(limits).toEqual([
      {
        id: 'login_passwords',
        objects: { count: 1, items: ['odd "role"'] },
        statements: [`ALTER ROLE "odd ""role""" PASSWORD '…';`],
      },
    ]);
  });

  it('survives JSON as it is', () => {
    const short = summarised({});
    expect(JSON.parse(JSON.stringify(short))).toEqual(short);
  });
});
