import { Injectable, Logger } from '@nestjs/common';
import { StorageError } from '@stowbase/storage';
import { Database } from '../../database/database';
import { ApiError } from '../../errors/api-error';
import { Destination } from '../../storage/destination.entity';
import { Destinations } from '../../storage/destinations.service';
import { StorageTypes } from '../../storage/storage-types.service';

/** Asks the destinations that can say it how much space is free, so that what is known is no older than some hours. */
@Injectable()
export class FreeSpace {
  private readonly logger = new Logger('Notifications');

  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
    private readonly types: StorageTypes,
  ) {}

  async look(stop: AbortSignal): Promise<void> {
    const rows = await this.database.read.find(Destination, { where: { enabled: true, closing: false }, take: 500 });
    for (const { id, type } of rows) {
      if (stop.aborted) return;
      if (this.types.find(type)?.capabilities.usage !== true) continue;
      try {
        const freeBytes = await this.freeAt(id);
        if (freeBytes !== null)
          await this.database.write((manager) => manager.update(Destination, { id }, { freeBytes }));
      } catch (error) {
        if (!(error instanceof StorageError || error instanceof ApiError)) throw error;
        this.logger.warn(`The free space of a destination is not known: ${error.message}`);
      }
    }
  }

  private async freeAt(id: string): Promise<number | null> {
    const storage = await this.destinations.open(id);
    try {
      return (await storage.usage?.())?.free ?? null;
    } finally {
      await storage.close();
    }
  }
}
