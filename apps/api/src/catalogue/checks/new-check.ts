import { randomUUID } from 'node:crypto';
import type { BackupCopy } from '../../backups/backup-copy.entity';
import type { Check } from '../check.entity';

/** One that waits for its turn. @param requestedBy null: it is its turn by itself */
export const newCheck = (
  { id: copyId, backupId, destinationId, destinationName, size }: BackupCopy,
  { level, requestedBy, now }: { readonly level: number; readonly requestedBy: string | null; readonly now: Date },
): Check => ({
  id: randomUUID(),
  backupId,
  copyId,
  destinationId: destinationId ?? '',
  destinationName,
  level,
  status: 'queued',
  requestedBy,
  token: 0,
  leaseUntil: null,
  size,
  readBytes: 0,
  damage: null,
  findings: null,
  errorCode: null,
  errorText: null,
  errorNext: null,
  createdAt: now,
  startedAt: null,
  finishedAt: null,
});
