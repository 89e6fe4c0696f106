import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { BackupCopy, type CopyStatus } from '../../backups/backup-copy.entity';
import type { Backup } from '../../backups/backup.entity';
import { fail as failCopy } from '../../backups/copies/copies.errors';
import { BackupRecords } from '../../backups/records/backup-records.service';
import { shownCopies } from '../../backups/records/shown-status';
import { Database } from '../../database/database';
import { fail } from '../catalogue.errors';
import { Check } from '../check.entity';
import type { CheckBackupDto } from './check.dto';
import { CheckTask } from './check-task';
import { newCheck } from './new-check';

/** What may lie there: a missing one may be there again, a damaged one may have been put back. */
const readable: readonly CopyStatus[] = ['stored', 'damaged', 'missing'];

/** What people ask of checks. */
@Injectable()
export class CheckRequests {
  constructor(
    private readonly database: Database,
    private readonly backups: BackupRecords,
    private readonly audit: AuditLog,
    private readonly task: CheckTask,
  ) {}

  /**
   * One for each copy that lies somewhere; those that are queued or running already are answered as they are.
   * @throws ApiError BACKUP_NOT_FOUND, COPY_NOT_FOUND, NOTHING_TO_CHECK, CHECK_NEEDS_KEY
   */
  async ask(backupId: string, { copyId, level = 1 }: CheckBackupDto, actor: Actor): Promise<Check[]> {
    const backup = await this.backups.get(backupId);
    if (level === 2 && backup.recipients.length > 0) {
      throw fail('CHECK_NEEDS_KEY', 'This backup is encrypted: only its private key decodes its members.', {
        nextStep: 'Check it with level 1, or run "stowbase verify FILE --level 2 --identity KEYFILE" where the key is.',
        field: 'level',
      });
    }
    const checks = await this.database.write(async (manager) => {
      const copies = await this.copiesOf(manager, backup, copyId?.toLowerCase());
      const now = await this.database.now();
      const live = await manager.findBy(Check, {
        copyId: In(copies.map(({ id }) => id)),
        status: In(['queued', 'running']),
      });
      const asked = copies
        .filter(({ id }) => live.every((one) => one.copyId !== id))
        .map((copy) => newCheck(copy, { level, requestedBy: actor.name.slice(0, 100), now }));
      for (const one of asked) await manager.insert(Check, one);
      const object = { type: 'backup', id: backup.id, name: backup.projectName };
      await this.audit.record(manager, { actor, action: 'backup.check', object, detail: { level } });
      return [...live, ...asked];
    });
    this.task.wake();
    return checks;
  }

  /** The newest first, at most 100. @throws ApiError BACKUP_NOT_FOUND */
  async list(backupId: string): Promise<Check[]> {
    await this.backups.get(backupId);
    return this.database.read.find(Check, {
      where: { backupId },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: 100,
    });
  }

  private async copiesOf(manager: EntityManager, { id: backupId }: Backup, copyId?: string): Promise<BackupCopy[]> {
    const all = shownCopies(await manager.findBy(BackupCopy, { backupId }));
    const wanted = copyId === undefined ? all : all.filter(({ id }) => id === copyId);
    if (copyId !== undefined && wanted.length === 0) {
      throw failCopy('COPY_NOT_FOUND', 'The backup has no copy with this id.');
    }
    const there = wanted.filter((copy) => copy.destinationId !== null && readable.includes(copy.status));
    if (there.length === 0) {
      throw fail('NOTHING_TO_CHECK', 'Nothing of this backup lies at a destination.', {
        nextStep: 'Make a new backup.',
        ...(wanted[0] === undefined ? {} : { more: { state: wanted[0].status } }),
      });
    }
    return there;
  }
}
