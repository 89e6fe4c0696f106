import { HttpErrorResponse } from '@angular/common/http';
import type { Api } from '../../../api/api';
import { getBackupContents } from '../../../api/fn/backups/get-backup-contents';
import { listBackups } from '../../../api/fn/backups/list-backups';
import type { BackupContentsDto } from '../../../api/models/backup-contents-dto';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { BackupSummaryDto } from '../../../api/models/backup-summary-dto';

export interface Contents {
  readonly contents: BackupContentsDto;
  /** The whole backup before it with the same parts; null: there is none, or what was in it isn't known. */
  readonly before: { readonly backup: BackupSummaryDto; readonly contents: BackupContentsDto } | null;
}

/** @param full the archive's own list of every table, read from a copy; not of encrypted ones */
export async function loadContents(api: Api, backup: BackupDto, full: boolean): Promise<Contents> {
  const { id, projectId, createdAt, type } = backup;
  const [contents, before] = await Promise.all([
    api.invoke(getBackupContents, { id, ...(full ? { full: '1' as const } : {}) }),
    api.invoke(listBackups, { project: projectId, status: 'succeeded', type, to: createdAt, limit: 1 }),
  ]);
  const [earlier] = before.items;
  if (earlier === undefined) return { contents, before: null };
  try {
    return { contents, before: { backup: earlier, contents: await api.invoke(getBackupContents, { id: earlier.id }) } };
  } catch (error) {
    // The contents stand without the comparison.
    if (!(error instanceof HttpErrorResponse)) throw error;
    return { contents, before: null };
  }
}
