import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BackupCopy } from '../backups/backup-copy.entity';
import { CopyLease } from '../backups/copy-lease.entity';
import { Database } from '../database/database';

/** Renewed each third of it; longer than any pause of the process that is worth surviving. */
const leaseMs = 5 * 60_000;

export interface Lease {
  readonly copy: BackupCopy;
  /** Whoever has read enough, or gave up. */
  release(): Promise<void>;
}

/** Keeps a copy from being deleted while it is read. */
@Injectable()
export class CopyLeases {
  constructor(private readonly database: Database) {}

  /** Null: the copy isn't stored any more. */
  async take(copyId: string, purpose: 'download'): Promise<Lease | null> {
    const id = randomUUID();
    const copy = await this.database.write(async (manager) => {
      const stored = await manager.findOneBy(BackupCopy, { id: copyId, status: 'stored' });
      if (stored !== null) await manager.insert(CopyLease, { id, copyId, purpose, until: await this.until() });
      return stored;
    });
    if (copy === null) return null;
    const renewal = setInterval(() => void this.renew(id), leaseMs / 3).unref();
    return {
      copy,
      release: async () => {
        clearInterval(renewal);
        await this.database.write((manager) => manager.delete(CopyLease, { id }));
      },
    };
  }

  private async renew(id: string): Promise<void> {
    try {
      const until = await this.until();
      await this.database.write((manager) => manager.update(CopyLease, { id }, { until }));
    } catch {
      // The records are away for a moment: the next renewal comes long before the lease ends.
    }
  }

  private async until(): Promise<Date> {
    return new Date((await this.database.now()).getTime() + leaseMs);
  }
}
