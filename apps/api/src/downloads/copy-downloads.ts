import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../accounts/access';
import { BackupRecords } from '../backups/records/backup-records.service';
import { Destinations } from '../storage/destinations.service';
import { ApiError } from '../errors/api-error';
import { EventHub } from '../events/event-hub';
import { CopyLeases } from './copy-leases';
import type { DownloadLink } from './download-link.entity';
import type { DownloadLinkDto } from './download.dto';
import { DownloadLinks } from './download-links';
import { fail } from './downloads.errors';
import { ClientGone } from './response-sink';
import { sendCopy } from './send-copy';

const linkSeconds = 3_600;
/** Each holds a connection to a destination and a few buffers. */
const atOnce = 10;

/** Stored copies for a browser, curl or a download manager. */
@Injectable()
export class CopyDownloads {
  private readonly logger = new Logger('Downloads');
  private running = 0;

  constructor(
    private readonly backups: BackupRecords,
    private readonly destinations: Destinations,
    private readonly links: DownloadLinks,
    private readonly leases: CopyLeases,
    private readonly events: EventHub,
  ) {}

  async makeLink(backupId: string, copyId: string | undefined, actor: Actor): Promise<DownloadLinkDto> {
    const backup = await this.backups.get(backupId);
    const copy = await this.links.copyOf(backup, copyId);
    const wanted = { kind: 'copy', backupId, copyId: copy.id, seconds: linkSeconds } as const;
    const { link, url } = await this.links.make(wanted, actor);
    return {
      url,
      expiresAt: link.expiresAt,
      fileName: fileNameOf(copy.key),
      size: copy.size ?? 0,
      sha256: copy.sha256,
    };
  }

  async send(link: DownloadLink, request: Request, response: Response): Promise<void> {
    if (this.running >= atOnce)
      throw fail('TOO_MANY_DOWNLOADS', `${this.running} downloads run already.`, {
        nextStep: 'Wait until one of them ends.',
        headers: { 'retry-after': '30' },
      });
    const lease = link.copyId === null ? null : await this.leases.take(link.copyId, 'download');
    if (lease === null || lease.copy.destinationId === null)
      throw fail('NO_STORED_COPY', 'The copy of this link is not stored any more.', {
        nextStep: 'Look at the other copies of the backup.',
      });
    this.running += 1;
    try {
      const storage = await this.destinations.open(lease.copy.destinationId);
      try {
        await sendCopy(request, response, { storage, copy: lease.copy, fileName: fileNameOf(lease.copy.key) });
        this.told(link, 'complete');
      } finally {
        await storage.close();
      }
    } catch (error) {
      if (error instanceof ClientGone) return;
      if (error instanceof ApiError && !response.headersSent) throw error;
      this.logger.error(
        `A download of backup ${link.backupId} broke off: ${error instanceof Error ? error.message : 'unknown'}`,
      );
      this.told(link, 'failed');
      if (!response.headersSent) throw error;
    } finally {
      this.running -= 1;
      await lease.release();
    }
  }

  private told(link: DownloadLink, status: 'complete' | 'failed'): void {
    this.events.publish({ type: 'download.status', id: link.id, data: { backupId: link.backupId, status } });
  }
}

/** The last segment of the object's key. */
export const fileNameOf = (key: string | null): string => key?.split('/').at(-1) ?? 'backup.tar';
