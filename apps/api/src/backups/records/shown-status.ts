import type { Backup } from '../backup.entity';
import type { BackupCopy } from '../backup-copy.entity';

/** What people are shown. A backup with a gap or a missing copy is never plainly complete. */
export const shownStatuses = [
  'queued',
  'running',
  'finishing',
  'complete',
  'complete_with_gaps',
  'partly_stored',
  'failed',
  'cancelled',
  'interrupted',
  'missed',
] as const;
export type ShownStatus = (typeof shownStatuses)[number];

/** Derived from the row and its copies. A gap is missing everywhere, so it weighs more than a copy that isn't there. */
export function shownStatus(
  { status, gaps }: Pick<Backup, 'status' | 'gaps'>,
  copies: readonly Pick<BackupCopy, 'status'>[],
): ShownStatus {
  switch (status) {
    case 'committing':
      return 'finishing';
    case 'succeeded':
      if (gaps.length > 0) return 'complete_with_gaps';
      return copies.some(({ status: copy }) => lacking.has(copy)) ? 'partly_stored' : 'complete';
    case 'queued':
    case 'running':
    case 'failed':
    case 'cancelled':
    case 'interrupted':
    case 'missed':
      return status;
  }
}

/** One that is on its way from another destination isn't there yet. */
const lacking = new Set<BackupCopy['status']>(['failed', 'missing', 'damaged', 'pending', 'uploading']);

/** The copies of the last attempt. What an upload that began anew left behind is a matter of the sweep. */
export function shownCopies(copies: readonly BackupCopy[]): BackupCopy[] {
  const last = Math.max(...copies.map(({ attempt }) => attempt));
  const ofLast = copies.filter(({ attempt }) => attempt === last);
  // One that was deleted and made again has a row of its own, which says more.
  const again = new Set(ofLast.filter(({ status }) => status !== 'deleted').map(({ destinationId }) => destinationId));
  return ofLast
    .filter(
      ({ status, storedAt, destinationId }) => status !== 'deleted' || (storedAt !== null && !again.has(destinationId)),
    )
    .sort((a, b) => a.destinationName.localeCompare(b.destinationName) || a.id.localeCompare(b.id));
}
