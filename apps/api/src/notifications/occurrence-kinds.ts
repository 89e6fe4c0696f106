import type { Tone } from './message/message';
import type { OccurrenceKind } from './occurrence';

export interface KindDescription {
  readonly title: string;
  /** When it is told: one sentence. */
  readonly help: string;
  readonly group: 'Backups' | 'Destinations' | 'Retention' | 'Restores' | 'Service';
  readonly tone: Tone;
  /** A new channel tells it: failed, missed, at risk, first success (ux.md §5.10). */
  readonly byDefault: boolean;
}

/** What people can choose to be told of, in the order in which it is shown. */
export const occurrenceKindsDescribed: Readonly<Record<OccurrenceKind, KindDescription>> = {
  'backup.failed': {
    title: 'Backup failed',
    help: 'A backup failed or was interrupted, and is not tried again by itself.',
    group: 'Backups',
    tone: 'bad',
    byDefault: true,
  },
  'backup.missed': {
    title: 'Backup missed',
    help: 'A backup that a schedule had planned was not started.',
    group: 'Backups',
    tone: 'bad',
    byDefault: true,
  },
  'backup.overdue': {
    title: 'Backup overdue',
    help: 'There was no good backup within the time that the schedules promise and its grace.',
    group: 'Backups',
    tone: 'bad',
    byDefault: true,
  },
  'backup.recovered': {
    title: 'First success after a failure',
    help: 'A backup is complete again after one that failed, was missed or was overdue.',
    group: 'Backups',
    tone: 'ok',
    byDefault: true,
  },
  'backup.gaps': {
    title: 'Complete with gaps',
    help: 'A backup was stored, but something that belongs into it is missing.',
    group: 'Backups',
    tone: 'warn',
    byDefault: true,
  },
  'backup.partly_stored': {
    title: 'Partly stored',
    help: 'A backup is complete, but did not reach every destination.',
    group: 'Backups',
    tone: 'warn',
    byDefault: true,
  },
  'backup.shrunk': {
    title: 'Much smaller than usual',
    help: 'A backup holds far less data than the ones before: something may have been deleted.',
    group: 'Backups',
    tone: 'warn',
    byDefault: false,
  },
  'backup.succeeded': {
    title: 'Backup complete',
    help: 'A backup is complete and at all of its destinations.',
    group: 'Backups',
    tone: 'ok',
    byDefault: false,
  },
  'copy.damaged': {
    title: 'Copy damaged',
    help: 'A check found that a stored copy is not what it should be.',
    group: 'Backups',
    tone: 'bad',
    byDefault: true,
  },
  'copy.missing': {
    title: 'Copy missing',
    help: 'A stored copy is not at its destination any more.',
    group: 'Backups',
    tone: 'bad',
    byDefault: true,
  },
  'destination.failing': {
    title: 'Destination needs you',
    help: 'A destination refuses to be used: its sign-in, its space or its settings.',
    group: 'Destinations',
    tone: 'bad',
    byDefault: false,
  },
  'destination.nearly_full': {
    title: 'Destination nearly full',
    help: 'A destination has little space left, or not enough for two more backups.',
    group: 'Destinations',
    tone: 'warn',
    byDefault: false,
  },
  'destination.recovered': {
    title: 'Destination works again',
    help: 'What a destination had trouble with is over.',
    group: 'Destinations',
    tone: 'ok',
    byDefault: false,
  },
  'retention.waiting': {
    title: 'Deletions wait for approval',
    help: 'A retention rule would delete more than usual at once: nothing is deleted before you have approved the list.',
    group: 'Retention',
    tone: 'warn',
    byDefault: false,
  },
  'retention.over_budget': {
    title: 'Over the size limit',
    help: 'Backups take more space than their rule allows, and none of them may be deleted.',
    group: 'Retention',
    tone: 'warn',
    byDefault: false,
  },
  'restore.finished': {
    title: 'Restore finished',
    help: 'A restore has ended.',
    group: 'Restores',
    tone: 'info',
    byDefault: false,
  },
  'service.self_backup_failed': {
    title: 'Self-backup failed',
    help: 'The configuration of Stowbase itself could not be stored.',
    group: 'Service',
    tone: 'bad',
    byDefault: true,
  },
};
