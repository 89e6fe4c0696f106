import type { BackupCopyDto } from '../../../api/models/backup-copy-dto';
import type { BackupDto } from '../../../api/models/backup-dto';
import { isLive } from '../is-live';

const lost: ReadonlySet<BackupCopyDto['status']> = new Set(['failed', 'missing', 'damaged']);

/** Whether it should be there and isn't. */
export const isLost = ({ status }: BackupCopyDto): boolean => lost.has(status);

/** Whether there is a copy to read another one from. */
export const canBeCopied = (backup: BackupDto): boolean =>
  backup.deletedAt === null && !isLive(backup) && backup.copies.some(({ status }) => status === 'stored');

/** Whether this one can be made again from another. */
export const canBeCopiedAgain = (backup: BackupDto, copy: BackupCopyDto): boolean =>
  isLost(copy) && copy.destinationId !== null && canBeCopied(backup);
