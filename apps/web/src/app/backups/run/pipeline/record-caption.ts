import type { BackupDto } from '../../../api/models/backup-dto';
import { duration } from '../../../format/duration';
import type { StoppedAt } from './stopped-at';

/** What became of the run, in one sentence. */
export function recordCaption({ shownStatus, profile, copies, deletedAt }: BackupDto, at: StoppedAt | null): string {
  if (deletedAt !== null && at === null && profile !== null)
    return $localize`It went through; its copies were deleted later.`;
  switch (shownStatus) {
    case 'complete':
    case 'complete_with_gaps':
      return whatTookTime(profile);
    case 'partly_stored': {
      const there = copies.filter(({ status }) => status === 'stored' || status === 'delivered').length;
      return $localize`The archive is whole; ${there} of ${copies.length} destinations have it.`;
    }
    case 'failed':
      if (at?.part === 'destinations')
        return at.stage === 'commit'
          ? $localize`The archive was written, but no destination has it.`
          : $localize`No destination could take it any more, so the archive was never finished.`;
      return $localize`The archive was never finished, so no destination shows it.`;
    case 'cancelled':
      return $localize`It was cancelled; what had been written was removed.`;
    case 'interrupted':
      return $localize`The service stopped while it ran; nothing of it counts.`;
    case 'missed':
      return $localize`It never began.`;
    case 'queued':
    case 'running':
    case 'finishing':
      return '';
  }
}

function whatTookTime(profile: BackupDto['profile']): string {
  const dump = profile?.waitedForDump ?? null;
  const archive = profile?.waitedForArchive ?? null;
  if (dump === null || archive === null) return $localize`It went through.`;
  return dump >= archive
    ? $localize`Dump set the pace: ${duration(dump)} went into waiting for the database, ${duration(archive)} into waiting for all that follows.`
    : $localize`The archive set the pace: the database waited ${duration(archive)} for compression, encryption or a destination, and these ${duration(dump)} for it.`;
}
