import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../accounts/access';
import { BackupCopy } from '../backups/backup-copy.entity';
import type { Backup } from '../backups/backup.entity';
import { BackupRecords } from '../backups/records/backup-records.service';
import { Database } from '../database/database';
import { DOWNLOAD_LIMITS, type DownloadLimits } from './download-limits';
import type { DownloadLinkDto } from './download.dto';
import { DownloadLinks } from './download-links';
import { fail } from './downloads.errors';
import { fileOf } from './send-copy';

/** Makes links to stored copies. */
@Injectable()
export class CopyLinks {
  constructor(
    private readonly database: Database,
    private readonly backups: BackupRecords,
    private readonly links: DownloadLinks,
    @Inject(DOWNLOAD_LIMITS) private readonly limits: DownloadLimits,
  ) {}

  /** @throws ApiError `BACKUP_NOT_FOUND`, `NO_STORED_COPY` */
  async make(backupId: string, copyId: string | undefined, actor: Actor): Promise<DownloadLinkDto> {
    const copy = await this.copyOf(await this.backups.get(backupId), copyId);
    const { size, fileName } = fileOf(copy);
    const wanted = { kind: 'copy', backupId, copyId: copy.id, seconds: this.limits.linkSeconds } as const;
    const { link, url } = await this.links.make(wanted, actor);
    return { id: link.id, url, expiresAt: link.expiresAt, fileName, size, sha256: copy.sha256 };
  }

  /** The copy that a download takes: the one asked for, else the one stored last. */
  private async copyOf(backup: Backup, copyId: string | undefined): Promise<BackupCopy> {
    const where = { backupId: backup.id, status: 'stored', ...(copyId === undefined ? {} : { id: copyId }) } as const;
    const [copy] = await this.database.read.find(BackupCopy, { where, order: { storedAt: 'DESC' }, take: 1 });
    if (copy !== undefined && backup.deletedAt === null) return copy;
    throw fail('NO_STORED_COPY', 'This backup has no stored copy that could be downloaded.', {
      nextStep: 'Look at its copies: one may still be uploading, or be kept elsewhere.',
    });
  }
}
