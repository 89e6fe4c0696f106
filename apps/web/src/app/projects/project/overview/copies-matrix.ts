import type { BackupSummaryDto } from '../../../api/models/backup-summary-dto';
import { bytes } from '../../../format/bytes';
import { duration } from '../../../format/duration';
import { copyWords, runWords, type Word } from '../../../states/words';

export interface CopiesMatrix {
  readonly destinations: readonly { readonly key: string; readonly name: string }[];
  readonly rows: readonly MatrixRow[];
}

interface MatrixRow {
  readonly id: string;
  readonly at: string;
  readonly word: Word;
  readonly size: string;
  readonly took: string;
  /** In the order of the destinations; null: none was asked for there. */
  readonly copies: readonly (Word | null)[];
}

/** Backups by destinations: what became of each copy. A destination has the name that it had last. */
export function copiesMatrix(backups: readonly BackupSummaryDto[]): CopiesMatrix {
  const names = new Map<string, string>();
  for (const { copies } of backups)
    for (const { destinationId, destinationName } of copies) {
      const key = destinationId ?? 'browser';
      if (!names.has(key)) names.set(key, destinationName);
    }
  const destinations = [...names].map(([key, name]) => ({ key, name })).sort((a, b) => a.name.localeCompare(b.name));
  return {
    destinations,
    rows: backups.map((backup) => ({
      id: backup.id,
      at: backup.snapshotTime ?? backup.createdAt,
      word: runWords[backup.shownStatus],
      size: backup.storedBytes === null ? '' : bytes(backup.storedBytes),
      took: tookOf(backup),
      copies: destinations.map(({ key }) => {
        const copy = backup.copies.find(({ destinationId }) => (destinationId ?? 'browser') === key);
        return copy === undefined ? null : copyWords[copy.status];
      }),
    })),
  };
}

function tookOf({ startedAt, finishedAt }: BackupSummaryDto): string {
  if (startedAt === null || finishedAt === null) return '';
  return duration((new Date(finishedAt).getTime() - new Date(startedAt).getTime()) / 1000);
}
