import type { CostEstimateDto } from '../../api/models/cost-estimate-dto';
import { costText, gigabytes } from './cost-text';

const GB = 1e9;
const aCost = (change: Partial<CostEstimateDto> = {}): CostEstimateDto => ({
  bytesPerRun: 2 * GB,
  runsPerMonth: 30,
  egressPerMonth: 61 * GB,
  egressOfOthers: 0,
  plan: 'pro',
  quotaBytes: 250 * GB,
  overQuota: false,
  kept: 17,
  storedBytes: null,
  ...change,
});

describe('P-WEB-408 what a schedule costs', () => {
  it.each<[Partial<CostEstimateDto>, boolean, string, string]>([
    [{}, false, 'Egress ≈ 61 GB a month, plan includes 250 GB.', ''],
    [{ quotaBytes: null, plan: 'none' }, false, 'Egress ≈ 61 GB a month.', ''],
    [
      { egressPerMonth: 307 * GB, overQuota: true },
      true,
      'Egress ≈ 307 GB a month, plan includes 250 GB.',
      '24 of its 30 runs a month fit.',
    ],
    [
      { egressOfOthers: 240 * GB, overQuota: true, runsPerMonth: 1 },
      true,
      'Egress ≈ 301 GB a month, plan includes 250 GB.',
      'Of that 240 GB by other schedules of the project. Not even one run a month fits.',
    ],
    [
      { storedBytes: 34 * GB },
      false,
      'Egress ≈ 61 GB a month, plan includes 250 GB.',
      'In the long run 17 backups at each destination, ≈ 34 GB in all.',
    ],
    [
      { bytesPerRun: null, egressPerMonth: null },
      false,
      'Egress: not known before the first backup.',
      '30 runs a month.',
    ],
  ])('is said beside what the plan includes: %j', (change, isOver, main, more) =>
    expect(costText(aCost(change))).toEqual({ isOver, main, more }),
  );

  it.each([
    [61.4 * GB, '61 GB'],
    [0.44 * GB, '0.4 GB'],
    [12e6, '12 MB'],
    [0, '1 MB'],
    [4_400 * GB, '4.4 TB'],
  ])('%d bytes are %s', (bytes, text) => expect(gigabytes(bytes)).toBe(text));
});
