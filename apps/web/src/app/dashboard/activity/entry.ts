import { dateFormat } from '../../format/date-format';
import type { AuditEventDto } from '../../api/models/audit-event-dto';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import { actionOf } from '../../activity/actions';
import { objectLink } from '../../activity/object-link';
import { duration } from '../../format/duration';
import type { IconName } from '../../icons/paths';
import { runWords, type Word } from '../../states/words';

/** One line of what happened lately: a run, or something that somebody changed. */
export interface Entry {
  readonly id: string;
  readonly at: string;
  /** A project, a destination, a key: as it was called then. */
  readonly object: string;
  readonly link: readonly string[] | null;
  /** Of a run; null: a change has none, but a drawing. */
  readonly word: Word | null;
  readonly icon: IconName;
  readonly text: string;
  readonly who: string;
}

export function entryOfRun(backup: BackupSummaryDto): Entry {
  return {
    id: backup.id,
    at: backup.finishedAt ?? backup.startedAt ?? backup.createdAt,
    object: backup.projectName,
    link: ['/backups', backup.id],
    word: runWords[backup.shownStatus],
    icon: 'back-up',
    text: textOf(backup),
    who: backup.requestedBy ?? $localize`schedule`,
  };
}

export function entryOfChange(event: AuditEventDto): Entry {
  const { icon, text } = actionOf(event.action);
  return {
    id: `change ${event.id}`,
    at: event.at,
    object: event.objectName ?? '',
    link: objectLink(event),
    word: null,
    icon,
    text,
    who: event.actorName,
  };
}

/** The newest first. */
export const newest = (entries: readonly Entry[], count: number): readonly Entry[] =>
  [...entries].sort((a, b) => b.at.localeCompare(a.at)).slice(0, count);

function textOf(backup: BackupSummaryDto): string {
  const { shownStatus, error, copies, gaps, startedAt, finishedAt } = backup;
  if (error !== null) return error.text;
  const there = copies.filter(({ status }) => status === 'stored' || status === 'delivered').length;
  switch (shownStatus) {
    case 'queued':
      return $localize`Backup waits for its turn`;
    case 'running':
    case 'finishing':
      return $localize`Backup started`;
    case 'complete': {
      const time = startedAt === null || finishedAt === null ? '' : tookOf(startedAt, finishedAt);
      return there === 1
        ? $localize`Backup stored at 1 destination${time}`
        : $localize`Backup stored at ${there} destinations${time}`;
    }
    case 'complete_with_gaps':
      return $localize`Backup lacks ${gaps.map(({ component }) => component).join(', ')}`;
    case 'partly_stored':
      return $localize`Backup stored at ${there} of ${copies.length} destinations`;
    case 'failed':
    case 'interrupted':
      return $localize`Backup ended without a file`;
    case 'cancelled':
      return $localize`Backup stopped by hand`;
    case 'missed':
      return $localize`Backup was due and did not start`;
  }
}

function tookOf(startedAt: string, finishedAt: string): string {
  const seconds = (new Date(finishedAt).getTime() - new Date(startedAt).getTime()) / 1_000;
  return $localize` in ${duration(seconds)}`;
}

/** `08:30` today, `Mon 18:04` within a week, else `23 Nov`. */
export function shortTime(at: string, now: Date): string {
  const date = new Date(at);
  const time = dateFormat({ hour: '2-digit', minute: '2-digit' }).format(date);
  if (date.toDateString() === now.toDateString()) return time;
  const days = (now.getTime() - date.getTime()) / 86_400_000;
  if (days < 6) return `${dateFormat({ weekday: 'short' }).format(date)} ${time}`;
  return dateFormat({ day: 'numeric', month: 'short' }).format(date);
}
