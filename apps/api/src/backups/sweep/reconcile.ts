import type { Storage } from '@stowbase/storage';
import { In } from 'typeorm';
import type { Database } from '../../database/database';
import { BackupCopy } from '../backup-copy.entity';
import type { StoredTotals } from '../transitions/stored-totals';
import { keptThere } from './keeps-everything';
import type { OpenStorage } from './open-storage';

/** Keys looked up in one question. */
const pageSize = 200;
const ours = /_[0-9a-f]{16}-\d{1,9}\.tar$/;

/**
 * Compares what lies at a destination with what the rows say of those keys: a missing copy that is there again is stored again, and
 * the object of a copy that failed or was deleted becomes a leftover (a frozen worker may have published it after its run was given
 * to another). Keys that no row names are somebody else's and left alone.
 */
export class Reconcile {
  constructor(
    private readonly database: Database,
    private readonly open: OpenStorage,
    private readonly totals: StoredTotals,
  ) {}

  async reconcile(destinationId: string, now: Date): Promise<void> {
    const storage = await this.open(destinationId);
    try {
      await this.compare(destinationId, storage, now);
    } finally {
      await storage.close();
    }
  }

  private async compare(destinationId: string, storage: Storage, now: Date): Promise<void> {
    let page = new Map<string, number>();
    for await (const { key, size } of storage.list('')) {
      if (!ours.test(key)) continue;
      page.set(key, size);
      if (page.size < pageSize) continue;
      await this.look(destinationId, page, now);
      page = new Map();
    }
    await this.look(destinationId, page, now);
  }

  private async look(destinationId: string, page: ReadonlyMap<string, number>, now: Date): Promise<void> {
    if (page.size === 0) return;
    const copies = await this.database.read.find(BackupCopy, { where: { destinationId, key: In([...page.keys()]) } });
    const byKey = Map.groupBy(copies, ({ key }) => key);
    await this.database.write(async (manager) => {
      for (const [key, rows] of byKey) {
        const missing = rows.find(({ status }) => status === 'missing');
        if (missing !== undefined && missing.size === page.get(key ?? '')) {
          const back = { status: 'stored', errorCode: null, errorText: null } as const;
          const { affected } = await manager.update(BackupCopy, { id: missing.id, status: 'missing' }, back);
          if (affected === 1) await this.totals.noteStored(manager, destinationId, { copies: 1, bytes: missing.size });
          continue;
        }
        const [row] = rows;
        if (row === undefined || !rows.every(({ status }) => status === 'failed' || status === 'deleted')) continue;
        // Left there knowingly, or known as a leftover already.
        if (row.uploadState !== null || row.errorCode === keptThere.errorCode) continue;
        await manager.update(BackupCopy, { id: row.id, status: row.status }, { uploadState: {}, retryAt: now });
      }
    });
  }
}
