import { toOptionsDto } from '../../projects/project.mapper';
import type { Backup } from '../backup.entity';
import type { BackupCopy } from '../backup-copy.entity';
import type { BackupCopyDto, BackupDto, BackupSummaryDto, CopyRetentionDto, RunErrorDto } from './backup.dto';
import type { BackupProfileDto, BackupProgressDto } from '../progress/progress.dto';
import { shownCopies, shownStatus } from './shown-status';

/** The columns that {@link toBackupSummary} needs: not the large ones, which lists would read for nothing. */
export const summaryColumns = [
  'id',
  'projectId',
  'projectName',
  'trigger',
  'scheduleId',
  'requestedBy',
  'type',
  'recipients',
  'status',
  'attempt',
  'runAfter',
  'cancelRequested',
  'errorCode',
  'errorText',
  'errorNext',
  'gaps',
  'createdAt',
  'startedAt',
  'finishedAt',
  'snapshotTime',
  'rawBytes',
  'storedBytes',
  'sha256',
  'verifiedLevel',
  'verifiedAt',
  'locked',
  'notes',
  'deletedAt',
] as const satisfies readonly (keyof Backup)[];

export type BackupSummaryRow = Pick<Backup, (typeof summaryColumns)[number]>;

/** @param all copies of every attempt */
export function toBackupSummary(backup: BackupSummaryRow, all: readonly BackupCopy[]): BackupSummaryDto {
  const copies = shownCopies(all);
  const { id, projectId, recipients, errorCode, errorText, errorNext, ...rest } = backup;
  return {
    id,
    projectId,
    projectName: rest.projectName,
    trigger: rest.trigger,
    scheduleId: rest.scheduleId,
    requestedBy: rest.requestedBy,
    type: rest.type,
    status: rest.status,
    shownStatus: shownStatus(backup, copies),
    encrypted: recipients.length > 0,
    attempt: rest.attempt,
    cancelRequested: rest.cancelRequested,
    error: toError(errorCode, errorText, errorNext),
    gaps: rest.gaps,
    createdAt: rest.createdAt,
    runAfter: rest.runAfter,
    startedAt: rest.startedAt,
    finishedAt: rest.finishedAt,
    snapshotTime: rest.snapshotTime,
    rawBytes: rest.rawBytes,
    storedBytes: rest.storedBytes,
    sha256: rest.sha256,
    verifiedLevel: rest.verifiedLevel,
    verifiedAt: rest.verifiedAt,
    locked: rest.locked,
    notes: rest.notes,
    deletedAt: rest.deletedAt,
    copies: copies.map(toCopy),
    links: {
      self: `/api/backups/${id}`,
      log: `/api/backups/${id}/log`,
      contents: `/api/backups/${id}/contents`,
      project: `/api/projects/${projectId}`,
    },
  };
}

export function toBackupDto(backup: Backup, all: readonly BackupCopy[], retention: CopyRetentionDto[] = []): BackupDto {
  const { options, recipients } = backup;
  // As `ProgressHub` and `EndOfRun` wrote them.
  const progress = backup.progress as BackupProgressDto | null;
  const profile = backup.profile as BackupProfileDto | null;
  return { ...toBackupSummary(backup, all), options: toOptionsDto(options), recipients, progress, profile, retention };
}

function toCopy(copy: BackupCopy): BackupCopyDto {
  const { id, destinationId, destinationName, status, key, size, sha256, storedAt, retryAt } = copy;
  const error = toError(copy.errorCode, copy.errorText, null);
  return { id, destinationId, destinationName, status, key, size, sha256, storedAt, error, retryAt };
}

const toError = (code: string | null, text: string | null, nextStep: string | null): RunErrorDto | null =>
  code === null ? null : { code, text: text ?? '', nextStep };
