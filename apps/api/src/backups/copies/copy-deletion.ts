import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { lockProject } from '../good/lock-project';
import { isProven } from '../good/is-good';
import { markForDeletion } from '../good/mark-for-deletion';
import { fail as failBackup } from '../records/backups.errors';
import { BackupRecords } from '../records/backup-records.service';
import { SweepTask } from '../sweep/sweep-task';
import { DatabaseClock } from '../transitions/database-clock';
import { RunChanged } from '../transitions/run-changed';
import { fail } from './copies.errors';

/** Deletes one copy of a backup and leaves the others. */
@Injectable()
export class CopyDeletion {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly backups: BackupRecords,
    private readonly destinations: Destinations,
    private readonly audit: AuditLog,
    private readonly changed: RunChanged,
    private readonly sweep: SweepTask,
  ) {}

  /** @throws ApiError BACKUP_NOT_FOUND, BACKUP_LOCKED, COPY_NOT_FOUND, COPY_NOT_THERE, COPY_IS_LAST, BACKUP_IN_USE, DESTINATION_CANNOT_DELETE */
  async delete(backupId: string, copyId: string, actor: Actor): Promise<void> {
    const { projectId } = await this.backups.get(backupId);
    await this.database.write(async (manager) => {
      // Whoever deletes another copy of it waits here: else each would see the other's as the one that stays.
      await lockProject(manager, projectId);
      const backup = await manager.findOneByOrFail(Backup, { id: backupId });
      if (backup.locked) throw failBackup('BACKUP_LOCKED', 'The backup is locked.', { nextStep: 'Unlock it first.' });
      const copy = await manager.findOneBy(BackupCopy, { id: copyId, backupId });
      if (copy === null) throw fail('COPY_NOT_FOUND', 'The backup has no copy with this id.');
      if (copy.status === 'delete_pending') return;
      if (copy.status !== 'stored' && copy.status !== 'damaged') throw notThere(copy);
      if (copy.destinationId !== null) await this.destinations.refuseUnlessDeletes([copy.destinationId], manager);
      const others = await manager.findBy(BackupCopy, { backupId, id: Not(copyId), status: 'stored' });
      if (!others.some((other) => isProven(other) || !isProven(copy))) throw isLast(copy);
      const marked = await markForDeletion(manager, [copyId], await this.clock.now(manager));
      if (marked.length === 0) throw inUse(copy);
      const detail = { destination: copy.destinationName };
      await this.audit.record(manager, { actor, action: 'backup.copy.delete', object: objectOf(backup), detail });
    });
    this.changed.ids.next(backupId);
    this.sweep.wake();
  }
}

const objectOf = ({ id, projectName }: Backup): { type: string; id: string; name: string } => ({
  type: 'backup',
  id,
  name: projectName,
});

const notThere = ({ destinationName, status }: BackupCopy): Error =>
  fail('COPY_NOT_THERE', `Nothing of this backup is stored at ${destinationName}.`, {
    nextStep: 'Nothing is left to delete there.',
    more: { state: status },
  });

const isLast = ({ destinationName }: BackupCopy): Error =>
  fail('COPY_IS_LAST', `The copy at ${destinationName} is the only one of this backup.`, {
    nextStep: 'Delete the backup instead, or store it elsewhere first.',
  });

const inUse = ({ destinationName }: BackupCopy): Error =>
  failBackup('BACKUP_IN_USE', `The copy at ${destinationName} is being downloaded, copied, verified or restored.`, {
    nextStep: 'Wait until that has ended.',
  });
