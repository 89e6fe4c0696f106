import type { EntityManager } from 'typeorm';
import type { AuditLog } from '../../accounts/audit-log';
import { Backup } from '../../backups/backup.entity';
import { findLiveRun } from '../../backups/transitions/find-live-run';
import { insertRun } from '../../backups/transitions/new-run';
import { Project } from '../../projects/project.entity';
import type { Schedule } from '../schedule.entity';
import { scheduledRun } from '../scheduled-run';
import type { MissedReason } from './missed-rows';
import { destinationsOfRun } from './reachable-destinations';
import { crashPoint } from '../../lifecycle/crash-point';

/** What became of a slot whose time has come. */
export type BegunSlot =
  | { readonly kind: 'begun'; readonly backupId: string }
  /** Somebody was here before. */
  | { readonly kind: 'known' }
  | { readonly kind: 'waits' }
  | { readonly kind: 'missed'; readonly reason: MissedReason };

/**
 * Makes the run of a slot, in the transaction that also moves its schedule on. The schedule's row is locked: no other process is at it.
 * @param recipients those of the project
 */
export async function beginSlot(
  manager: EntityManager,
  schedule: Schedule,
  slot: Date,
  recipients: readonly string[],
  now: Date,
  audit: AuditLog,
): Promise<BegunSlot> {
  if (await manager.existsBy(Backup, { scheduleId: schedule.id, slot })) return { kind: 'known' };
  const project = await manager.findOneBy(Project, { id: schedule.projectId });
  if (project === null || project.deletedAt !== null) return { kind: 'missed', reason: 'project' };
  const destinations = await destinationsOfRun(manager, schedule.destinationIds);
  if (destinations.every(({ refused }) => refused !== undefined)) return { kind: 'missed', reason: 'destination' };
  const live = await findLiveRun(manager, project.id);
  if (live !== null) {
    // Two schedules of one project both get their backup, and one by hand takes none away; one that overtakes itself asks for too much.
    const isOwn = live.scheduleId === schedule.id && live.slot !== null;
    const waits = !isOwn || schedule.overlap === 'queue';
    return waits ? { kind: 'waits' } : { kind: 'missed', reason: 'overlap' };
  }
  const { id } = await insertRun(
    manager,
    scheduledRun(schedule, project, destinations, recipients, { slot }),
    now,
    audit,
  );
  crashPoint('tick/run-inserted');
  return { kind: 'begun', backupId: id };
}
