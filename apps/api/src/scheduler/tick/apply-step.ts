import type { EntityManager } from 'typeorm';
import type { AuditLog } from '../../accounts/audit-log';
import { Backup } from '../../backups/backup.entity';
import { Project } from '../../projects/project.entity';
import { nextDue } from '../next-due';
import { Schedule } from '../schedule.entity';
import type { Step } from '../slots/plan';
import { beginSlot } from './begin-slot';
import { insertMissed, knownSlots, type MissedReason, type MissedSlots } from './missed-rows';
import { noteMissed } from './note-missed';

export interface AppliedStep {
  /** The row as it is now. */
  readonly schedule: Schedule;
  /** Backups to tell of. */
  readonly changed: readonly string[];
  /** Another step may follow. */
  readonly isMore: boolean;
}

export interface StepContext {
  readonly recipients: readonly string[];
  readonly now: Date;
  readonly audit: AuditLog;
}

/** Does one step, in a transaction that holds the schedule's row. */
export async function applyStep(
  manager: EntityManager,
  schedule: Schedule,
  step: Step,
  context: StepContext,
): Promise<AppliedStep> {
  const { now } = context;
  switch (step.kind) {
    case 'nothing':
      return moveOn(manager, schedule, {});
    case 'reset':
      return moveOn(manager, schedule, { effectiveFrom: now });
    case 'collapse':
      await collapse(manager, schedule, step.slots, now);
      return { ...(await moveOn(manager, schedule, { effectiveFrom: step.until })), isMore: true };
    case 'miss':
      await miss(manager, schedule, step.missed, 'passed', now);
      return { ...(await moveOn(manager, schedule, { effectiveFrom: step.until })), isMore: true };
    case 'settle':
      return settle(manager, schedule, step, context);
  }
}

async function settle(
  manager: EntityManager,
  schedule: Schedule,
  { missed, run, until }: Extract<Step, { kind: 'settle' }>,
  { recipients, now, audit }: StepContext,
): Promise<AppliedStep> {
  const changed = await miss(manager, schedule, missed, 'passed', now);
  const values: Partial<Schedule> = { effectiveFrom: until };
  // A clock that went back comes by the slot that waits again.
  const isWaiting = run !== null && schedule.waitingSlot?.getTime() === run.getTime();
  const begun = run === null || isWaiting ? null : await beginSlot(manager, schedule, run, recipients, now, audit);
  let reason: MissedReason = 'passed';
  if (run !== null && begun !== null)
    switch (begun.kind) {
      case 'known':
        break;
      case 'begun':
        values.lastSlot = run;
        changed.push(begun.backupId);
        break;
      case 'waits':
        // One waits at most: the newest.
        if (schedule.waitingSlot !== null) {
          changed.push(...(await miss(manager, schedule, [{ at: schedule.waitingSlot, count: 1 }], 'overlap', now)));
          reason = 'overlap';
        }
        values.waitingSlot = run;
        break;
      case 'missed':
        changed.push(...(await miss(manager, schedule, [{ at: run, count: 1 }], begun.reason, now)));
        reason = begun.reason;
        // It would be missed for ever.
        if (reason === 'project') values.enabled = false;
    }
  const lost = changed.filter((id) => begun?.kind !== 'begun' || id !== begun.backupId);
  if (lost.length > 0) await noteMissed(manager, schedule, until, reason, now);
  return { ...(await moveOn(manager, schedule, values)), changed };
}

async function moveOn(manager: EntityManager, before: Schedule, values: Partial<Schedule>): Promise<AppliedStep> {
  const schedule = { ...before, ...values };
  const due = nextDue(schedule);
  await manager.update(Schedule, { id: schedule.id }, { ...values, ...due });
  return { schedule: { ...schedule, ...due }, changed: [], isMore: false };
}

async function miss(
  manager: EntityManager,
  schedule: Schedule,
  missed: readonly MissedSlots[],
  reason: MissedReason,
  now: Date,
): Promise<string[]> {
  return insertMissed(manager, schedule, await projectName(manager, schedule), missed, reason, now);
}

/** One that was deleted has its name still. */
async function projectName(manager: EntityManager, { projectId, name }: Schedule): Promise<string> {
  const project = await manager.findOne(Project, { select: { id: true, name: true }, where: { id: projectId } });
  return project?.name ?? name;
}

/** One row for all of them, without a slot of its own. `runAfter` is the last one's time: by it that row is found again, and grows. */
async function collapse(manager: EntityManager, schedule: Schedule, slots: readonly Date[], now: Date): Promise<void> {
  const known = await knownSlots(manager, schedule.id, slots);
  const fresh = slots.filter((at) => !known.has(at.getTime()));
  const [first] = fresh;
  if (first === undefined) return;
  const until = slots.at(-1) ?? first;
  const { affected } = await manager
    .createQueryBuilder()
    .update(Backup)
    .set({ runAfter: until, missedCount: () => 'missed_count + :more', finishedAt: now })
    .where("schedule_id = :id AND run_after = :last AND status = 'missed' AND missed_count IS NOT NULL", {
      id: schedule.id,
      last: schedule.effectiveFrom,
    })
    .setParameter('more', fresh.length)
    .execute();
  if (affected === 0) await miss(manager, schedule, [{ at: first, count: fresh.length, until }], 'passed', now);
}
