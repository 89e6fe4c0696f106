import type { SelfBackupCopy } from './self-backup-copy.entity';
import type { SelfBackupDto } from './self-backup.dto';
import type { SelfBackup } from './self-backup.entity';

export function toSelfBackupDto(row: SelfBackup, copies: readonly SelfBackupCopy[]): SelfBackupDto {
  const { id, reason, status, requestedBy, recipients, size, sha256, createdAt, finishedAt } = row;
  return {
    ...{ id, reason, status, requestedBy, encrypted: recipients.length > 0, size, sha256, createdAt, finishedAt },
    copies: copies.map(({ destinationId, destinationName, key, status: is, errorCode, errorText }) => ({
      ...{ destinationId, destinationName, key, status: is },
      error: errorCode === null ? null : { code: errorCode, text: errorText ?? '', nextStep: null },
    })),
    error: row.errorCode === null ? null : { code: row.errorCode, text: row.errorText ?? '', nextStep: row.errorNext },
  };
}
