import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { Backup } from '../../backups/backup.entity';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { lockProject } from '../../backups/good/lock-project';
import { fail as failBackup } from '../../backups/records/backups.errors';
import { RunChanged } from '../../backups/transitions/run-changed';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { Database } from '../../database/database';
import { Schedule } from '../../scheduler/schedule.entity';
import { fail as failSchedule } from '../../scheduler/schedules.errors';
import { changeState } from '../approvals/lists';
import { fail } from '../retention.errors';
import { assignedTo, setOf } from '../sets/retention-set';

/** Puts backups into the set of a schedule, or of those that people ask for: imported ones, and those whose schedule is gone. */
@Injectable()
export class Assignments {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
    private readonly changed: RunChanged,
  ) {}

  /**
   * What their rule deletes then is a list that waits for approval.
   * @throws ApiError `BACKUP_NOT_FOUND`, `SCHEDULE_NOT_FOUND`, `RETENTION_SET_WRONG`
   */
  async assign(backupIds: readonly string[], scheduleId: string | null, actor: Actor): Promise<number> {
    await this.database.write(async (manager) => {
      const backups = await manager.findBy(Backup, { id: In([...backupIds]) });
      const missing = backupIds.find((id) => backups.every((one) => one.id !== id));
      if (missing !== undefined) throw notFound(backupIds.indexOf(missing));
      if (scheduleId !== null) refuseForeign(await scheduleOf(manager, scheduleId), backups);
      // Who looks at their sets now would else say behind us that nothing waits for approval there.
      for (const id of new Set(backups.map(({ projectId }) => projectId).sort())) await lockProject(manager, id);
      await manager.update(Backup, { id: In([...backupIds]) }, { retentionSet: assignedTo(scheduleId) });
      await this.ask(manager, backupIds, await this.clock.now(manager));
      await this.audit.record(manager, {
        actor,
        action: 'retention.assign',
        object: { type: 'retention', id: scheduleId, name: scheduleId === null ? 'manual' : 'schedule' },
        detail: { backups: backupIds },
      });
    });
    for (const id of backupIds) this.changed.ids.next(id);
    return backupIds.length;
  }

  /** The sets that they come into delete nothing by themselves before somebody has seen what. */
  private async ask(manager: EntityManager, backupIds: readonly string[], now: Date): Promise<void> {
    const backups = await manager.findBy(Backup, { id: In([...backupIds]) });
    const copies = await manager.findBy(BackupCopy, { backupId: In([...backupIds]) });
    const keys = copies.flatMap(({ backupId, destinationId }) => {
      const backup = backups.find(({ id }) => id === backupId);
      return backup === undefined || destinationId === null ? [] : [setOf(backup, destinationId).key];
    });
    for (const key of new Set(keys)) await changeState(manager, key, { ruleSha256: null }, now);
  }
}

async function scheduleOf(manager: EntityManager, id: string): Promise<Schedule> {
  const schedule = await manager.findOneBy(Schedule, { id });
  if (schedule !== null) return schedule;
  throw failSchedule('SCHEDULE_NOT_FOUND', 'There is no schedule with this id.', {
    field: 'scheduleId',
    nextStep: 'Look it up in the list of schedules.',
  });
}

function refuseForeign({ name, projectId }: Schedule, backups: readonly Backup[]): void {
  const foreign = backups.find((backup) => backup.projectId !== projectId);
  if (foreign === undefined) return;
  throw fail('RETENTION_SET_WRONG', `The schedule ${name} is not one of the project ${foreign.projectName}.`, {
    nextStep: 'Choose a schedule of the same project.',
    more: { backupId: foreign.id },
  });
}

const notFound = (index: number): Error =>
  failBackup('BACKUP_NOT_FOUND', 'There is no backup with this id.', {
    field: `backupIds[${index}]`,
    nextStep: 'Look it up in the list of backups.',
  });
