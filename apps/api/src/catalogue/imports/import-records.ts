import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { AuditLog } from '../../accounts/audit-log';
import type { RunError } from '../../backups/transitions/claim';
import { Database } from '../../database/database';
import { ImportItem } from '../import-item.entity';
import { ImportJob, type ImportCounts, type ImportStatus } from '../import-job.entity';

/** So long a process may be silent before its import counts as dead. Milliseconds. */
export const importLeaseMs = 2 * 60_000;
/** Then it is not begun again. */
const mostInterruptions = 3;

export interface ImportState {
  readonly lost: boolean;
  readonly cancelRequested: boolean;
}

/** The rows of the imports; one for a destination at a time. */
@Injectable()
export class ImportRecords {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** The one that waits longest, as `running`, with nothing in its result. */
  async claim(): Promise<ImportJob | null> {
    for (;;) {
      const next = await this.database.read.findOne(ImportJob, {
        where: { status: 'queued' },
        order: { createdAt: 'ASC', id: 'ASC' },
      });
      if (next === null) return null;
      const now = await this.database.now();
      const values: Partial<ImportJob> = {
        status: 'running',
        token: next.token + 1,
        startedAt: now,
        leaseUntil: leaseFrom(now),
        counts: { seen: 0 },
      };
      const { id, token } = next;
      const taken = await this.database.write((manager) =>
        manager.update(ImportJob, { id, token, status: 'queued' }, values),
      );
      if (taken.affected !== 1) continue;
      await this.forgetItems(id);
      return { ...next, ...values };
    }
  }

  /** Lines of the result, and how far it is. */
  async progress(
    { id, token }: ImportJob,
    counts: ImportCounts,
    items: readonly ImportItem[] = [],
  ): Promise<ImportState> {
    const now = await this.database.now();
    return this.database.write(async (manager) => {
      const mine = { id, token, status: 'running' } as const;
      const { affected } = await manager.update(ImportJob, mine, { counts, leaseUntil: leaseFrom(now) });
      if (affected !== 1) return { lost: true, cancelRequested: false };
      if (items.length > 0) await manager.insert(ImportItem, [...items]);
      const { cancelRequested } = await manager.findOneByOrFail(ImportJob, { id });
      return { lost: false, cancelRequested };
    });
  }

  async end(job: ImportJob, status: ImportStatus, counts: ImportCounts, error: RunError | null = null): Promise<void> {
    const { id, token, destinationId, destinationName: name } = job;
    const now = await this.database.now();
    const told = { errorCode: error?.code ?? null, errorText: error?.text ?? null, errorNext: error?.next ?? null };
    await this.database.write(async (manager) => {
      const ended = { ...told, status, counts, finishedAt: now, leaseUntil: null };
      const { affected } = await manager.update(ImportJob, { id, token, status: 'running' }, ended);
      if (affected !== 1 || job.mode === 'preview') return;
      const object = { type: 'destination', id: destinationId, name };
      const detail = { status, ...counts };
      await this.audit.record(manager, { actor: null, action: 'destination.import.end', object, detail });
    });
  }

  /** Given back: the service stops. */
  async release({ id, token }: ImportJob): Promise<void> {
    const waits = { status: 'queued', leaseUntil: null } as const;
    await this.database.write((manager) => manager.update(ImportJob, { id, token, status: 'running' }, waits));
  }

  /** Those whose process is gone begin anew. @param isStart on SQLite every one is dead then */
  async endDead(isStart: boolean): Promise<void> {
    const now = await this.database.now();
    const all = isStart && this.database.engine === 'sqlite';
    const where = { status: 'running' as const, ...(all ? {} : { leaseUntil: LessThan(now) }) };
    for (const job of await this.database.read.find(ImportJob, { where, take: 100 })) {
      const { id, token, interruptions } = job;
      if (interruptions >= mostInterruptions) await this.end(job, 'interrupted', job.counts, interrupted);
      else {
        const again = {
          status: 'queued',
          token: token + 1,
          interruptions: interruptions + 1,
          leaseUntil: null,
        } as const;
        await this.database.write((manager) => manager.update(ImportJob, { id, token, status: 'running' }, again));
      }
    }
  }

  private async forgetItems(jobId: string): Promise<void> {
    for (;;) {
      const old = await this.database.read.find(ImportItem, { select: { id: true }, where: { jobId }, take: 200 });
      if (old.length === 0) return;
      await this.database.write((manager) =>
        manager.delete(
          ImportItem,
          old.map(({ id }) => id),
        ),
      );
    }
  }
}

const leaseFrom = (now: Date): Date => new Date(now.getTime() + importLeaseMs);

const interrupted: RunError = {
  code: 'IMPORT_INTERRUPTED',
  text: 'The service ended each time while it looked through the destination.',
  next: 'Look at the log of the service, and import again.',
};
