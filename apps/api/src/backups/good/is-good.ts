import type { BackupCopy } from '../backup-copy.entity';
import type { Backup } from '../backup.entity';

/** A backup without one of these is none that others may be deleted for; whatever else is lacking is a gap, and shown as one. */
const mandatory: ReadonlySet<string> = new Set(['schema', 'data', 'auth_users', 'storage_metadata']);

type JudgedBackup = Pick<Backup, 'status' | 'gaps'>;

/** It succeeded, and every mandatory component of its type was saved: that is known. */
export const isGoodBackup = ({ status, gaps }: JudgedBackup): boolean =>
  status === 'succeeded' && !gaps.some(({ component }) => mandatory.has(component) || component === unreadContents);

/** The gap of an import that was encrypted: what it lacks, only its private key shows. */
export const unreadContents = 'contents';

/** Nobody here has read what it holds: others aren't deleted for it, nor it for others. */
export const isUnread = ({ gaps }: Pick<Backup, 'gaps'>): boolean =>
  gaps.some(({ component }) => component === unreadContents);

/** Of a copy, not of its backup: stored and proven there, by the run's last attempt. */
export const isGoodCopy = (
  backup: JudgedBackup & Pick<Backup, 'attempt'>,
  { status, attempt }: Pick<BackupCopy, 'status' | 'attempt'>,
): boolean => status === 'stored' && attempt === backup.attempt && isGoodBackup(backup);

/** The moment whose data it holds, else when its run began. */
export const momentOf = ({ snapshotTime, startedAt, createdAt }: Moments): Date =>
  snapshotTime ?? startedAt ?? createdAt;

type Moments = Pick<Backup, 'snapshotTime' | 'startedAt' | 'createdAt'>;

/** We stored it and read its hash, or a check has read it since. What an import has found only says what it is. */
export const isProven = ({ sha256, checkedAt }: Pick<BackupCopy, 'sha256' | 'checkedAt'>): boolean =>
  sha256 !== null || checkedAt !== null;
