import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Subscription } from 'rxjs';
import { BackupCopy } from '../backups/backup-copy.entity';
import { CopyLeases } from '../backups/leases/copy-leases';
import { Database } from '../database/database';
import { Destinations } from '../storage/destinations.service';
import { EventHub } from '../events/event-hub';
import { setCopyHead } from './copy-head';
import type { DownloadLink } from './download-link.entity';
import { DOWNLOAD_LIMITS, type DownloadLimits } from './download-limits';
import { fail } from './downloads.errors';
import { ClientGone } from './response-sink';
import { fileOf, sendCopy } from './send-copy';

/** Stored copies for a browser, curl or a download manager. */
@Injectable()
export class CopyDownloads implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Downloads');
  private subscription: Subscription | null = null;
  /** What runs now, by link. */
  private readonly running = new Set<{ readonly linkId: string; readonly response: Response }>();

  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
    private readonly leases: CopyLeases,
    private readonly events: EventHub,
    @Inject(DOWNLOAD_LIMITS) private readonly limits: DownloadLimits,
  ) {}

  /** HEAD: what a GET would give. Nothing is asked of the destination. */
  async describe({ copyId }: DownloadLink, response: Response): Promise<void> {
    const copy = await this.database.read.findOneBy(BackupCopy, { id: copyId ?? '', status: 'stored' });
    if (copy === null) throw notStored();
    setCopyHead(response, fileOf(copy), null);
    response.end();
  }

  /** Resolves when the reply has ended, however it did. @throws what can still be replied */
  async send(link: DownloadLink, request: Request, response: Response): Promise<void> {
    const { size } = this.running;
    if (size >= this.limits.copiesAtOnce)
      throw fail('TOO_MANY_DOWNLOADS', `${size} downloads run already.`, {
        nextStep: 'Wait until one of them ends.',
        headers: { 'retry-after': '30' },
      });
    const mine = { linkId: link.id, response };
    this.running.add(mine);
    try {
      if (await this.read(link, request, response)) this.told(link, 'complete');
    } catch (error) {
      // Whoever went away goes on with a range, or has enough.
      if (error instanceof ClientGone) return;
      this.told(link, 'failed');
      if (!response.headersSent) throw error;
      const why = error instanceof Error ? error.message : 'unknown';
      this.logger.warn(`A download of backup ${link.backupId} broke off: ${why}`);
    } finally {
      this.running.delete(mine);
    }
  }

  onModuleInit(): void {
    this.subscription = this.events.signals.subscribe(({ id }) => this.cutHere(id));
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }

  /** Ends what runs by a link that was revoked, here and in other processes. */
  cut(linkId: string): void {
    this.cutHere(linkId);
    this.events.signalled.next({ name: 'download.revoked', id: linkId });
  }

  private cutHere(linkId: string): void {
    for (const { linkId: id, response } of this.running) if (id === linkId) response.socket?.resetAndDestroy();
  }

  private async read(link: DownloadLink, request: Request, response: Response): Promise<boolean> {
    const lease = link.copyId === null ? null : await this.leases.take(link.copyId, 'download');
    if (lease === null) throw notStored();
    const { copy } = lease;
    try {
      if (copy.destinationId === null) throw notStored();
      const storage = await this.destinations.open(copy.destinationId);
      try {
        return await sendCopy(request, response, { storage, copy, stallMs: this.limits.stallMs });
      } finally {
        await storage.close();
      }
    } finally {
      await lease.release();
    }
  }

  private told(link: DownloadLink, status: 'complete' | 'failed'): void {
    this.events.publish({ type: 'download.status', id: link.id, data: { backupId: link.backupId, status } });
  }
}

const notStored = (): Error =>
  fail('NO_STORED_COPY', 'The copy of this link is not stored any more.', {
    nextStep: 'Look at the other copies of the backup.',
  });
