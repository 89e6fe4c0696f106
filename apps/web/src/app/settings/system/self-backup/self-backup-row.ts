import type { SelfBackupDto } from '../../../api/models/self-backup-dto';
import { bytes } from '../../../format/bytes';
import { runWords, type Word } from '../../../states/words';

/** One backup of the records, as people see it. */
export interface SelfBackupRow {
  readonly id: string;
  readonly at: string;
  readonly word: Word;
  readonly text: string;
  /** Where it doesn't lie, and why. */
  readonly lacking: readonly string[];
}

const words: Readonly<Record<SelfBackupDto['status'], Word>> = {
  queued: runWords.queued,
  running: runWords.running,
  succeeded: runWords.complete,
  failed: runWords.failed,
};

const reasons: Readonly<Record<SelfBackupDto['reason'], string>> = {
  daily: $localize`daily`,
  change: $localize`after a change`,
  asked: $localize`asked for`,
};

export const isUnderWay = ({ status }: SelfBackupDto): boolean => status === 'queued' || status === 'running';

export function selfBackupRow(backup: SelfBackupDto): SelfBackupRow {
  const { id, createdAt, finishedAt, status, reason, requestedBy, size, copies, error, encrypted } = backup;
  const stored = copies.filter((copy) => copy.status === 'stored').map(({ destinationName }) => destinationName);
  const parts = [
    requestedBy ?? reasons[reason],
    size === null ? '' : bytes(size),
    status !== 'succeeded' || encrypted ? '' : $localize`not encrypted`,
    stored.length === 0 ? '' : $localize`at ${new Intl.ListFormat('en-GB').format(stored)}:destinations:`,
  ].filter((part) => part !== '');
  const lacking = copies.flatMap((copy) =>
    copy.error === null ? [] : [`${copy.destinationName}: ${copy.error.text} ${copy.error.nextStep ?? ''}`.trim()],
  );
  return {
    id,
    at: finishedAt ?? createdAt,
    word: words[status],
    text: parts.join(' · '),
    lacking: error === null ? lacking : [`${error.text} ${error.nextStep ?? ''}`.trim(), ...lacking],
  };
}
