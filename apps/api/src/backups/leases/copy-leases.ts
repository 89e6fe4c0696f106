import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { engine } from '../../database/column-types';
import { Database } from '../../database/database';
import { BackupCopy, type CopyStatus } from '../backup-copy.entity';
import { CopyLease } from '../copy-lease.entity';

export interface Lease {
  readonly copy: BackupCopy;
  /** Whoever has read enough, or gave up. Never rejects: a lease that can't be given back ends by itself. */
  release(): Promise<void>;
}

/** Who reads by such a lease, and gives it back. */
export type ReadingPurpose = 'download' | 'copy' | 'verify';
const purposes: readonly ReadingPurpose[] = ['download', 'copy', 'verify'];

export interface LeaseTimes {
  /** Milliseconds that a copy stays reserved after the last sign of life; renewed each third of it. */
  readonly leaseMs: number;
}

/** DI token of the {@link LeaseTimes}. */
export const LEASE_TIMES = Symbol('LEASE_TIMES');
export const standardLeaseTimes: LeaseTimes = { leaseMs: 5 * 60_000 };

/** Whoever marks it for deletion waits, and then sees the lease; on SQLite there is one writer anyway. */
const held = engine === 'postgres' ? ({ lock: { mode: 'pessimistic_read' } } as const) : {};

/** Keeps a copy from being deleted while it is read. */
@Injectable()
export class CopyLeases implements OnModuleInit {
  constructor(
    private readonly database: Database,
    @Inject(LEASE_TIMES) private readonly times: LeaseTimes,
  ) {}

  /** On SQLite there is one process: what an earlier one has left is nobody's. */
  async onModuleInit(): Promise<void> {
    if (this.database.engine === 'sqlite')
      await this.database.write((manager) => manager.delete(CopyLease, { purpose: In([...purposes]) }));
  }

  /**
   * Null: the copy isn't stored any more.
   * @param statuses others in which it may be read too: what is damaged, or was missing, is checked again
   */
  async take(
    copyId: string,
    purpose: ReadingPurpose,
    statuses: readonly CopyStatus[] = ['stored'],
  ): Promise<Lease | null> {
    const id = randomUUID();
    const copy = await this.database.write(async (manager) => {
      const stored = await manager.findOne(BackupCopy, {
        where: { id: copyId, status: In([...statuses]) },
        ...held,
      });
      if (stored === null) return null;
      const now = await this.database.now();
      await manager.delete(CopyLease, { purpose: In([...purposes]), until: LessThan(now) });
      await manager.insert(CopyLease, { id, copyId, purpose, until: this.after(now) });
      return stored;
    });
    if (copy === null) return null;
    const renewal = setInterval(() => void this.renew(id), this.times.leaseMs / 3).unref();
    return {
      copy,
      release: async () => {
        clearInterval(renewal);
        await this.forget(id);
      },
    };
  }

  private async renew(id: string): Promise<void> {
    try {
      const until = this.after(await this.database.now());
      await this.database.write((manager) => manager.update(CopyLease, { id }, { until }));
    } catch {
      // The records are away for a moment: the next renewal comes long before the lease ends.
    }
  }

  private async forget(id: string): Promise<void> {
    try {
      await this.database.write((manager) => manager.delete(CopyLease, { id }));
    } catch {
      // The records are away: it ends by itself.
    }
  }

  private after(now: Date): Date {
    return new Date(now.getTime() + this.times.leaseMs);
  }
}
