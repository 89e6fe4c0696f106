import { Injectable } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import { Project } from '../../projects/project.entity';
import { isLastGood } from '../good/last-good';
import { lockProject } from '../good/lock-project';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { DatabaseClock } from '../transitions/database-clock';
import { markDeleted } from '../transitions/mark-deleted';
import { SweepTask } from '../sweep/sweep-task';
import { RunChanged } from '../transitions/run-changed';
import { StoredTotals } from '../transitions/stored-totals';
import type { DeleteBackupQueryDto, UpdateBackupDto } from './backup.dto';
import { fail } from './backups.errors';
import { crashPoint } from '../../lifecycle/crash-point';

/** The backups as other features need them, and what people may change about them. */
@Injectable()
export class BackupRecords {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
    private readonly changed: RunChanged,
    private readonly sweep: SweepTask,
    private readonly destinations: Destinations,
    private readonly totals: StoredTotals,
  ) {}

  /** Also one that was deleted: its row stays. @throws ApiError `BACKUP_NOT_FOUND` */
  async get(id: string): Promise<Backup> {
    const backup = await this.database.read.findOneBy(Backup, { id });
    if (backup === null) {
      throw fail('BACKUP_NOT_FOUND', 'There is no backup with this id.', {
        nextStep: 'Look it up in the list of backups.',
      });
    }
    return backup;
  }

  /** @throws ApiError BACKUP_NOT_FOUND, BACKUP_DELETED */
  async update(id: string, { notes, locked }: UpdateBackupDto, actor: Actor): Promise<Backup> {
    const before = await this.get(id);
    if (before.deletedAt !== null) throw deleted();
    const change = {
      ...(notes === undefined ? {} : { notes }),
      ...(locked === undefined ? {} : { locked }),
    };
    if (Object.keys(change).length === 0) return before;
    await this.database.write(async (manager) => {
      // Whoever locks it is not to believe so of one whose copies are being let go, or that was deleted meanwhile.
      if (locked === true) await lockProject(manager, before.projectId);
      const { affected } = await manager.update(Backup, { id, deletedAt: IsNull() }, change);
      if (affected !== 1) throw deleted();
      await this.audit.record(manager, {
        actor,
        action:
          locked === undefined || locked === before.locked ? 'backup.note' : locked ? 'backup.lock' : 'backup.unlock',
        object: objectOf(before),
      });
    });
    this.changed.ids.next(id);
    return this.get(id);
  }

  /**
   * Its copies are deleted soon after; with `keep`, those where nothing is deleted are forgotten and their files stay.
   * @throws ApiError BACKUP_NOT_FOUND, BACKUP_LAST_GOOD, BACKUP_LIVE, BACKUP_LOCKED, BACKUP_IN_USE, DESTINATION_CANNOT_DELETE
   */
  async delete(id: string, actor: Actor, { copies: choice, confirm }: DeleteBackupQueryDto = {}): Promise<void> {
    const { projectId } = await this.get(id);
    await this.database.write(async (manager) => {
      await lockProject(manager, projectId);
      const now = await this.clock.now(manager);
      const unconfirmed = await whyToConfirm(manager, id, now, confirm);
      const lying = await manager.findBy(BackupCopy, { backupId: id, status: In(['stored', 'damaged']) });
      const at = [...new Set(lying.map(({ destinationId }) => destinationId).filter((one) => one !== null))];
      if (choice !== 'keep') await this.destinations.refuseUnlessDeletes(at, manager);
      const keptAt = choice === 'keep' ? await this.destinations.withoutDeletes(at, manager) : [];
      const backup = await markDeleted(manager, id, now, keptAt);
      // Behind every reason that nobody can confirm away.
      if (unconfirmed !== null) throw unconfirmed;
      for (const { destinationId, size } of lying) {
        if (destinationId === null || !keptAt.includes(destinationId)) continue;
        await this.totals.noteStored(manager, destinationId, { copies: -1, bytes: -(size ?? 0) });
      }
      const detail = { copies: choice ?? null };
      await this.audit.record(manager, { actor, action: 'backup.delete', object: objectOf(backup), detail });
    });
    crashPoint('delete/marked');
    this.changed.ids.next(id);
    this.sweep.wake();
  }
}

/** Whoever deletes the last one knows what it belongs to. */
async function whyToConfirm(
  manager: EntityManager,
  id: string,
  now: Date,
  confirm: string | undefined,
): Promise<Error | null> {
  const backup = await manager.findOneBy(Backup, { id });
  if (backup === null || backup.deletedAt !== null || !(await isLastGood(manager, backup, now))) return null;
  const project = await manager.findOneBy(Project, { id: backup.projectId });
  const projectName = project?.name ?? backup.projectName;
  // As it is called now, or as the page of the backup says.
  if (confirm === projectName || confirm === backup.projectName) return null;
  return fail('BACKUP_LAST_GOOD', `It is the last good backup of ${projectName}.`, {
    field: 'confirm',
    nextStep: 'Make another backup first, or give the name of the project as confirm.',
    more: { projectName },
  });
}

const deleted = (): Error =>
  fail('BACKUP_DELETED', 'The backup was deleted.', { nextStep: 'Its record can only be read.' });

const objectOf = ({ id, projectName }: Backup): { type: string; id: string; name: string } => ({
  type: 'backup',
  id,
  name: projectName,
});
