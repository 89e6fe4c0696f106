import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LessThan, type EntityManager } from 'typeorm';
import type { RunError } from '../backups/transitions/claim';
import { isDuplicate } from '../backups/transitions/find-live-run';
import { Database } from '../database/database';
import { noteOccurrence } from '../notifications/occurrence';
import { lastAuditId, lastChangeAfter } from './config-changes';
import { SelfBackup, type SelfBackupReason } from './self-backup.entity';
import { fail } from './self-backup.errors';
import type { KnownSelfBackups } from './self-backup-times';

/** So long a process may be silent before its backup of the records counts as dead. Milliseconds. */
export const selfBackupLeaseMs = 5 * 60_000;

/** What became of one. */
export type SelfBackupEnd =
  | { readonly status: 'succeeded'; readonly size: number; readonly sha256: string }
  | { readonly status: 'failed'; readonly error: RunError };

/** The rows of the backups of the records. One is made at a time, whichever process makes it. */
@Injectable()
export class SelfBackupRecords {
  constructor(private readonly database: Database) {}

  /** One that waits for a worker. @throws ApiError `SELF_BACKUP_ACTIVE` */
  async ask(requestedBy: string): Promise<SelfBackup> {
    const row = newRow('asked', requestedBy.slice(0, 100), await this.database.now());
    try {
      await this.database.write((manager) => manager.insert(SelfBackup, row));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw fail('SELF_BACKUP_ACTIVE', 'A backup of the records waits already.', { nextStep: 'Wait for its end.' });
    }
    return row;
  }

  /** The one that waits, else a new one; running. Null: another one is running. */
  async begin(reason: SelfBackupReason | null, recipients: readonly string[]): Promise<SelfBackup | null> {
    try {
      return await this.database.write(async (manager) => {
        const now = await this.database.now();
        const auditId = await lastAuditId(manager);
        const running: Pick<SelfBackup, 'status' | 'auditId' | 'recipients' | 'leaseUntil'> = {
          status: 'running',
          auditId,
          recipients: [...recipients],
          leaseUntil: new Date(now.getTime() + selfBackupLeaseMs),
        };
        const waiting = await manager.findOneBy(SelfBackup, { status: 'queued' });
        if (waiting === null && reason === null) return null;
        if (waiting === null) {
          const row = { ...newRow(reason ?? 'daily', null, now), ...running };
          await manager.insert(SelfBackup, row);
          return row;
        }
        const { affected } = await manager.update(SelfBackup, { id: waiting.id, status: 'queued' }, running);
        return affected === 1 ? { ...waiting, ...running } : null;
      });
    } catch (error) {
      // Another process was faster.
      if (isDuplicate(error)) return null;
      throw error;
    }
  }

  async renew(id: string): Promise<void> {
    const leaseUntil = new Date((await this.database.now()).getTime() + selfBackupLeaseMs);
    await this.database.write((manager) => manager.update(SelfBackup, { id, status: 'running' }, { leaseUntil }));
  }

  /** Writes down how it ended; a failure is told once a day. */
  async end(id: string, end: SelfBackupEnd): Promise<void> {
    const now = await this.database.now();
    await this.database.write((manager) => endRow(manager, id, end, now));
  }

  /** Ends those whose process is gone. On SQLite, at start: every one. */
  async endDead(isStart: boolean): Promise<void> {
    const now = await this.database.now();
    const all = isStart && this.database.engine === 'sqlite';
    const dead = await this.database.read.findBy(SelfBackup, {
      status: 'running',
      ...(all ? {} : { leaseUntil: LessThan(now) }),
    });
    for (const { id } of dead) await this.end(id, { status: 'failed', error: interrupted });
  }

  lastSuccess(): Promise<SelfBackup | null> {
    return this.database.read.findOne(SelfBackup, { where: { status: 'succeeded' }, order: { createdAt: 'DESC' } });
  }

  async known(): Promise<KnownSelfBackups> {
    const [success, last] = await Promise.all([
      this.lastSuccess(),
      this.database.read.findOne(SelfBackup, { where: {}, order: { createdAt: 'DESC', id: 'DESC' } }),
    ]);
    return {
      lastSuccess: success?.createdAt ?? null,
      last: last === null ? null : { at: last.createdAt, failed: last.status === 'failed' },
      changedAt: await lastChangeAfter(this.database.read, success?.auditId ?? 0),
    };
  }
}

async function endRow(manager: EntityManager, id: string, end: SelfBackupEnd, now: Date): Promise<void> {
  const values =
    end.status === 'succeeded'
      ? end
      : { status: end.status, errorCode: end.error.code, errorText: end.error.text, errorNext: end.error.next };
  const change = { ...values, finishedAt: now, leaseUntil: null };
  const { affected } = await manager.update(SelfBackup, { id, status: 'running' }, change);
  if (affected !== 1 || end.status !== 'failed') return;
  const { code, text, next } = end.error;
  const day = now.toISOString().slice(0, 10);
  const facts = { code, text, next };
  await noteOccurrence(
    manager,
    { kind: 'service.self_backup_failed', key: `service.self_backup_failed:${day}`, facts },
    now,
  );
}

const newRow = (reason: SelfBackupReason, requestedBy: string | null, now: Date): SelfBackup => ({
  id: randomUUID(),
  reason,
  status: 'queued',
  requestedBy,
  auditId: 0,
  recipients: [],
  size: null,
  sha256: null,
  leaseUntil: null,
  errorCode: null,
  errorText: null,
  errorNext: null,
  createdAt: now,
  finishedAt: null,
});

const interrupted: RunError = {
  code: 'SELF_BACKUP_INTERRUPTED',
  text: 'The service ended while its records were backed up.',
  next: 'It is done again by itself.',
};
