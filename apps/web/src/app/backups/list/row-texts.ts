import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import { bytes } from '../../format/bytes';
import { copyWords } from '../../states/words';
import { titleOfComponent } from '../run/contents/component-titles';
import { isWhole } from '../run/is-live';

/** What a row says beside the state. An empty text: there is nothing to say. */
export interface RowTexts {
  readonly coverage: string;
  readonly size: string;
  readonly copies: string;
  /** The copies by name. */
  readonly copiesInFull: string;
  /** How many of the four dots are reached; null: there is nothing to check. */
  readonly level: number | null;
}

export function rowTexts(backup: BackupSummaryDto): RowTexts {
  const { copies, gaps, storedBytes, verifiedLevel, deletedAt } = backup;
  const there = copies.filter(({ status }) => status === 'stored' || status === 'delivered').length;
  const whole = isWhole(backup);
  return {
    coverage: whole ? coverageOf(gaps.map(({ component }) => titleOfComponent(component))) : '',
    size: storedBytes === null ? '' : bytes(storedBytes),
    copies: whole ? $localize`${there} of ${copies.length}` : '',
    copiesInFull: copies
      .map(({ destinationName, status }) => `${destinationName}: ${copyWords[status].word}`)
      .join(', '),
    level: whole && deletedAt === null && there > 0 ? verifiedLevel + 1 : null,
  };
}

function coverageOf(gaps: readonly string[]): string {
  if (gaps.length === 0) return $localize`no gap`;
  return gaps.length === 1 ? $localize`1 gap: ${gaps[0] ?? ''}` : $localize`${gaps.length} gaps: ${gaps.join(', ')}`;
}
