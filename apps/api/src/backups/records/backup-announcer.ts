import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Database } from '../../database/database';
import { EventHub } from '../../events/event-hub';
import { Backup } from '../backup.entity';
import { BackupCopy } from '../backup-copy.entity';
import { RunChanged } from '../transitions/run-changed';
import { toBackupSummary } from './backup.mapper';

/** Tells open pages of backups that changed: several changes of one that come at once are told once. */
@Injectable()
export class BackupAnnouncer implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Backups');
  private readonly waiting = new Set<string>();
  private telling: Promise<void> | null = null;
  private subscription: Subscription | null = null;

  constructor(
    private readonly database: Database,
    private readonly events: EventHub,
    private readonly changed: RunChanged,
  ) {}

  onModuleInit(): void {
    this.subscription = this.changed.ids.subscribe((id) => {
      this.waiting.add(id);
      this.telling ??= this.tellAll().finally(() => {
        this.telling = null;
      });
    });
  }

  /** When the last backup has ended: other processes tell their readers how it did. */
  async onApplicationShutdown(): Promise<void> {
    this.subscription?.unsubscribe();
    await this.telling;
  }

  private async tellAll(): Promise<void> {
    for (const id of this.waiting) {
      this.waiting.delete(id);
      try {
        await this.tell(id);
      } catch (error) {
        // Pages fetch again what they were not told.
        this.logger.warn(`A change of backup ${id} could not be told.`, error);
      }
    }
  }

  private async tell(id: string): Promise<void> {
    const backup = await this.database.read.findOneBy(Backup, { id });
    if (backup === null) return;
    const copies = await this.database.read.findBy(BackupCopy, { backupId: id });
    this.events.publish({ type: 'backup.status', id, data: toBackupSummary(backup, copies) });
  }
}
