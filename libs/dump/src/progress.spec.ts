import type { Progress } from './request';
import { fixtureSource, type FixtureSource } from './testing';

describe('the progress of a backup', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(`CREATE TABLE public.ledger (id int PRIMARY KEY, note text);
      INSERT INTO public.ledger SELECT g, repeat('x', 100) FROM generate_series(1, 2000) g`);
  }, 60_000);
  afterAll(() => source.stop());

  it('counts tables and rows, and ends with the bytes of the archive', async () => {
    const seen: Progress[] = [];
    const { result } = await source.backup({ onProgress: (now) => void seen.push(now) });
    const last = seen.at(-1)!;
    expect(last).toMatchObject({ stage: 'finish', storedBytes: result.summary.storedBytes });
    expect(last.tablesDone).toBe(last.tablesTotal);
    expect(last.rowsDone).toBeGreaterThanOrEqual(2000);
    expect(last.waitedForDump).toBeGreaterThan(0);
    expect(last.waitedForDump).toBeLessThanOrEqual(result.profile.waitedForDump);
    expect(last.waitedForArchive).toBeLessThanOrEqual(result.profile.waitedForArchive);
    expect(seen.map(({ rowsDone }) => rowsDone)).toEqual(seen.map(({ rowsDone }) => rowsDone).sort((a, b) => a - b));
  });

  it('says how much is to be expected before the output is opened', async () => {
    const expected: (number | null)[] = [];
    const refuse = ({ estimatedRawBytes }: { estimatedRawBytes: number | null }): Promise<never> => {
      expected.push(estimatedRawBytes);
      return Promise.reject(Object.assign(new Error('full'), { code: 'FULL', nextStep: 'Free some space.' }));
    };
    await source.failedBackup({ openOutput: refuse });
    await source.failedBackup({ openOutput: refuse, type: 'schema' });
    expect(expected).toEqual([expect.any(Number), null]);
    expect(expected[0]).toBeGreaterThan(200_000);
  });
});
