import type { KeptReasonCode } from '../../../api/models/kept-reason-code';
import type { RetentionDotDto } from '../../../api/models/retention-dot-dto';
import type { RetentionPreviewDto } from '../../../api/models/retention-preview-dto';
import type { RetentionSetDto } from '../../../api/models/retention-set-dto';

const GiB = 2 ** 30;
export const now = new Date('2026-11-24T08:31:00Z');
const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();

export const aDot = (
  days: number,
  codes: KeptReasonCode[],
  change: Partial<RetentionDotDto> = {},
): RetentionDotDto => ({
  copyId: `c${days}`,
  backupId: `b${days}`,
  at: daysAgo(days),
  size: 2 * GiB,
  good: true,
  locked: false,
  fate: codes.length === 0 ? 'goes' : 'kept',
  reasons: codes.map((code) => ({ code, hard: code === 'min_keep', text: `kept by ${code}` })),
  deletesAt: null,
  ...change,
});

export const someDots: readonly RetentionDotDto[] = [
  aDot(0, ['min_keep', 'daily', 'weekly', 'monthly']),
  aDot(1, ['min_keep', 'daily'], { deletesAt: '2026-12-01T01:30:00Z' }),
  aDot(2, ['min_keep', 'daily']),
  aDot(3, []),
  aDot(4, []),
  aDot(9, ['weekly']),
  aDot(40, ['monthly']),
  aDot(41, ['locked'], { locked: true }),
];

export function aSet(change: Partial<RetentionSetDto> = {}): RetentionSetDto {
  const dots = change.dots ?? [...someDots];
  const gone = dots.filter(({ fate }) => fate !== 'kept');
  return {
    key: 'schedule:s1:d1:full',
    kind: 'schedule',
    destinationId: 'd1',
    destinationName: 'Local disk',
    type: 'full',
    dots,
    copies: dots.length,
    bytes: dots.length * 2 * GiB,
    wouldDelete: gone.length,
    wouldDeleteBytes: gone.length * 2 * GiB,
    overBudget: false,
    simulation: {
      until: '2027-11-24T08:31:00Z',
      points: Array.from({ length: 12 }, (_, n) => ({
        at: new Date(Date.UTC(2026, 11 + n, 24)).toISOString(),
        copies: 14 + (n % 2),
        bytes: (14 + (n % 2)) * 2 * GiB,
      })),
      dots: [aDot(-364, ['min_keep', 'daily'], { copyId: null, backupId: null })],
    },
    ...change,
  };
}

export function aPreview(sets: readonly RetentionSetDto[] = [aSet()]): RetentionPreviewDto {
  const sum = (of: (set: RetentionSetDto) => number): number => sets.reduce((all, set) => all + of(set), 0);
  return {
    listId: 'a'.repeat(64),
    wouldDelete: sum((set) => set.wouldDelete),
    wouldDeleteBytes: sum((set) => set.wouldDeleteBytes),
    kept: sum((set) => set.copies - set.wouldDelete),
    keptBytes: sum((set) => set.bytes - set.wouldDeleteBytes),
    sets: [...sets],
  };
}
