import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../../accounts/audit-log';
import { RecoveryKeys } from '../../backups/recovery-keys/recovery-keys.service';
import { findLiveRun } from '../../backups/transitions/find-live-run';
import { RunChanged } from '../../backups/transitions/run-changed';
import { Database } from '../../database/database';
import { Project } from '../../projects/project.entity';
import { lockSchedule } from '../lock-schedule';
import { Schedule } from '../schedule.entity';
import { ScheduleEvents } from '../schedule-events.service';
import { beginSlot } from './begin-slot';
import { isOvertaken } from './is-overtaken';
import { insertMissed, type MissedReason } from './missed-rows';
import { noteMissed } from './note-missed';
import { SchedulePages } from './schedule-pages';

/** Slots that wait for another backup of their project get their run when it has ended, the one that waits longest first. */
@Injectable()
export class WaitingSlots {
  private readonly logger = new Logger('Schedules');
  private readonly pages: SchedulePages;
  private some = false;

  constructor(
    private readonly database: Database,
    private readonly keys: RecoveryKeys,
    private readonly audit: AuditLog,
    private readonly changed: RunChanged,
    private readonly events: ScheduleEvents,
  ) {
    this.pages = new SchedulePages(database);
  }

  /** As far as this process knows. */
  get isAny(): boolean {
    return this.some;
  }

  async begin(now: Date, stop?: AbortSignal): Promise<void> {
    let left = false;
    for await (const page of this.pages.waiting())
      for (const schedule of page) {
        if (stop?.aborted === true) return;
        try {
          if (!(await this.beginOne(schedule, now))) left = true;
        } catch (error) {
          left = true;
          this.logger.error(`The slot of ${schedule.name} (${schedule.id}) that waits could not be begun.`, error);
        }
      }
    this.some = left;
  }

  /** One has begun to wait. */
  note(): void {
    this.some = true;
  }

  /** False: it waits still. */
  private async beginOne(seen: Schedule, now: Date): Promise<boolean> {
    if ((await findLiveRun(this.database.read, seen.projectId)) !== null) return false;
    const { recipients } = await this.keys.forProject(seen.projectId);
    try {
      const ids = await this.database.write((manager) => this.settle(manager, seen, recipients, now));
      if (ids === null) return false;
      for (const id of ids) this.changed.ids.next(id);
    } catch (error) {
      // It waits for that one then.
      if (isOvertaken(error)) return false;
      throw error;
    }
    await this.events.changed({ ...seen, waitingSlot: null });
    return true;
  }

  /** Ids of backups to tell of; null: it waits still, or is somebody else's. */
  private async settle(
    manager: EntityManager,
    seen: Schedule,
    recipients: readonly string[],
    now: Date,
  ): Promise<string[] | null> {
    const row = await lockSchedule(manager, seen.id, true);
    const slot = row?.waitingSlot ?? null;
    if (row === null || slot === null || (await findLiveRun(manager, row.projectId)) !== null) return null;
    const isLate = now.getTime() - slot.getTime() > row.graceSeconds * 1000;
    const begun = isLate
      ? { kind: 'missed' as const, reason: 'overlap' as MissedReason }
      : await beginSlot(manager, row, slot, recipients, now, this.audit);
    switch (begun.kind) {
      case 'waits':
        return null;
      case 'known':
        await manager.update(Schedule, { id: row.id }, { waitingSlot: null });
        return [];
      case 'begun':
        await manager.update(Schedule, { id: row.id }, { waitingSlot: null, lastSlot: slot });
        return [begun.backupId];
      case 'missed': {
        await manager.update(Schedule, { id: row.id }, { waitingSlot: null });
        const project = await manager.findOneBy(Project, { id: row.projectId });
        const missed = [{ at: slot, count: 1 }];
        const ids = await insertMissed(manager, row, project?.name ?? row.name, missed, begun.reason, now);
        await noteMissed(manager, row, slot, begun.reason, now);
        return ids;
      }
    }
  }
}
