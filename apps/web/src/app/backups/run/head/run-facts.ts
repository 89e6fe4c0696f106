import type { BackupDto } from '../../../api/models/backup-dto';
import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import { bytes } from '../../../format/bytes';
import { duration } from '../../../format/duration';
import { clockTime, exactMoment } from '../../../format/moment';
import { isLive, isWhole } from '../is-live';

export interface Fact {
  readonly term: string;
  readonly value: string;
  /** The same in full. */
  readonly title?: string;
}

/** Below the heading: when, by whom, how long, how much. @param isMoving bytes come; else nobody knows how long it still takes */
export function runFacts(
  backup: BackupDto,
  progress: BackupProgressDto | null,
  elapsed: number | null,
  isMoving = true,
): Fact[] {
  if (isLive(backup)) return liveFacts(backup, progress, elapsed, isMoving);
  const { startedAt, finishedAt, snapshotTime, rawBytes, storedBytes, copies, attempt } = backup;
  const facts: Fact[] = [];
  if (isWhole(backup) && snapshotTime !== null) facts.push(timeFact($localize`Snapshot`, snapshotTime, who(backup)));
  else if (backup.shownStatus === 'missed') facts.push(timeFact($localize`Planned for`, backup.createdAt, who(backup)));
  else facts.push(timeFact($localize`Started`, startedAt ?? backup.createdAt, who(backup)));
  if (!isWhole(backup) && finishedAt !== null) facts.push(timeFact($localize`Ended`, finishedAt, ''));
  if (startedAt !== null && finishedAt !== null)
    facts.push({ term: $localize`Duration`, value: duration(secondsBetween(startedAt, finishedAt)) });
  if (rawBytes !== null) facts.push({ term: $localize`Read`, value: bytes(rawBytes) });
  if (storedBytes !== null) facts.push({ term: $localize`Archive`, value: bytes(storedBytes) });
  if (isWhole(backup)) {
    const there = copies.filter(({ status }) => status === 'stored' || status === 'delivered').length;
    facts.push({ term: $localize`Copies`, value: $localize`${there} of ${copies.length}` });
  }
  if (attempt > 1) facts.push({ term: $localize`Attempts`, value: String(attempt) });
  return facts;
}

function liveFacts(
  backup: BackupDto,
  progress: BackupProgressDto | null,
  elapsed: number | null,
  isMoving: boolean,
): Fact[] {
  const { startedAt, createdAt, attempt, shownStatus } = backup;
  if (shownStatus === 'queued') return [timeFact($localize`Asked for`, createdAt, who(backup))];
  const facts = [timeFact($localize`Started`, startedAt ?? createdAt, who(backup))];
  if (elapsed !== null) facts.push({ term: $localize`Elapsed`, value: duration(Math.floor(elapsed)) });
  // Before that it jumps about.
  if (progress?.secondsLeft != null && (elapsed ?? 0) >= 10 && isMoving)
    facts.push({ term: $localize`Remaining`, value: `≈ ${duration(progress.secondsLeft)}` });
  if (progress !== null) {
    facts.push({ term: $localize`Read`, value: bytes(progress.rawBytes) });
    facts.push({ term: $localize`Archive`, value: bytes(progress.archiveBytes) });
  }
  if (attempt > 1) facts.push({ term: $localize`Attempt`, value: String(attempt) });
  return facts;
}

const timeFact = (term: string, at: string, by: string): Fact => ({
  term,
  value: [clockTime(new Date(at)), by].filter((part) => part !== '').join(' '),
  title: exactMoment(new Date(at)),
});

const secondsBetween = (from: string, to: string): number =>
  Math.max(0, (new Date(to).getTime() - new Date(from).getTime()) / 1_000);

/** `by Olga Owner`, `by its schedule` */
function who({ trigger, requestedBy }: BackupDto): string {
  switch (trigger) {
    case 'schedule':
      return $localize`by its schedule`;
    case 'import':
      return $localize`by an import`;
    case 'safety':
      return $localize`before a restore`;
    case 'manual':
      return requestedBy === null ? '' : $localize`by ${requestedBy}`;
    case 'api':
      return requestedBy === null ? $localize`by an API token` : $localize`by the API token of ${requestedBy}`;
  }
}
