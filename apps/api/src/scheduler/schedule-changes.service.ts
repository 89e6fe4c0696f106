import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import type { Actor } from '../accounts/access';
import { auditChanges } from '../accounts/audit/audit-changes';
import { AuditLog } from '../accounts/audit-log';
import { Database } from '../database/database';
import { fail as failCommon } from '../errors/common.errors';
import { Project } from '../projects/project.entity';
import { Projects } from '../projects/projects.service';
import { RetentionChanges } from '../retention/retention-changes';
import { ruleSha256 } from '../retention/sets/rules-of-sets';
import { Destinations } from '../storage/destinations.service';
import { lockSchedule } from './lock-schedule';
import { nextDue } from './next-due';
import type { CreateScheduleDto, UpdateScheduleDto } from './save-schedule.dto';
import { ScheduleEvents } from './schedule-events.service';
import { Schedule } from './schedule.entity';
import { Schedules } from './schedules.service';
import { insertMissed } from './tick/missed-rows';
import { WantedSchedules, type WantedSchedule } from './wanted-schedule.service';

/** Creating, changing, pausing and deleting schedules. From each change on only times after it count: nobody gets what was due before. */
@Injectable()
export class ScheduleChanges {
  constructor(
    private readonly database: Database,
    private readonly schedules: Schedules,
    private readonly wanted: WantedSchedules,
    private readonly projects: Projects,
    private readonly destinations: Destinations,
    private readonly audit: AuditLog,
    private readonly events: ScheduleEvents,
    private readonly retention: RetentionChanges,
  ) {}

  /** @throws ApiError those of {@link WantedSchedules} */
  async create(dto: CreateScheduleDto, actor: Actor): Promise<Schedule> {
    const now = await this.database.now();
    const wanted = await this.wanted.of(dto, null, now);
    const times = { createdAt: now, updatedAt: now, effectiveFrom: now };
    const empty = { nextSlot: null, dueAt: null, waitingSlot: null, lastSlot: null };
    const row: Schedule = { id: randomUUID(), ...wanted, ...times, ...empty, enabled: dto.enabled ?? true, version: 1 };
    const schedule = { ...row, ...nextDue(row) };
    await this.database.write(async (manager) => {
      await this.demandOpen(manager, wanted);
      await manager.insert(Schedule, schedule);
      await this.record(manager, 'create', schedule, actor, { cron: row.cron, timeZone: row.timeZone });
    });
    await this.events.changed(schedule);
    return schedule;
  }

  /** @throws ApiError also `STALE_VERSION`, `RETENTION_LIST_CHANGED` */
  async update(id: string, dto: UpdateScheduleDto, actor: Actor): Promise<Schedule> {
    const before = await this.schedules.get(id);
    if (before.version !== dto.version) throw stale(before);
    const now = await this.database.now();
    const wanted = await this.wanted.of({ ...dto, projectId: before.projectId }, before, now);
    const changed = await this.database.write(async (manager) => {
      if (dto.destinationIds !== undefined) await this.demandOpen(manager, wanted);
      const row = await lockSchedule(manager, id);
      if (row === null || row.version !== dto.version) throw stale(row ?? before);
      // The tick may have moved on since.
      const effectiveFrom = isSameTiming(row, wanted) ? row.effectiveFrom : now;
      const merged = { ...row, ...wanted, effectiveFrom, version: row.version + 1, updatedAt: now };
      const after = { ...merged, ...nextDue(merged) };
      await manager.update(Schedule, { id }, after);
      if (dto.approve !== undefined || !isSameRetention(row, after)) {
        const { projectId, retention: rule, timeZone } = after;
        const rules = { scheduleId: id, projectId, rule, timeZone };
        await this.retention.ofSchedule(manager, rules, { actor, approve: dto.approve, now });
      }
      const changes = auditChanges(told(row), told(after));
      await this.record(manager, 'update', after, actor, { fields: fieldsOf(dto), changes });
      return after;
    });
    await this.events.changed(changed);
    return changed;
  }

  /** The row stays; what waits is missed. Twice is as good as once. */
  pause(id: string, actor: Actor): Promise<Schedule> {
    return this.change(id, 'pause', actor, async (manager, row, now) => {
      if (!row.enabled) return null;
      const project = await manager.findOneBy(Project, { id: row.projectId });
      if (row.waitingSlot !== null && project !== null)
        await insertMissed(manager, row, project.name, [{ at: row.waitingSlot, count: 1 }], 'paused', now);
      return { enabled: false, nextSlot: null, dueAt: null, waitingSlot: null };
    });
  }

  /** From now on: what was due meanwhile is not made up for. */
  resume(id: string, actor: Actor): Promise<Schedule> {
    return this.change(id, 'resume', actor, (_, row, now) => {
      if (row.enabled) return Promise.resolve(null);
      const from = { enabled: true, effectiveFrom: now };
      return Promise.resolve({ ...from, ...nextDue({ ...row, ...from }) });
    });
  }

  /** Its backups stay, and belong to no schedule's set any more. @throws ApiError `SCHEDULE_NOT_FOUND` */
  async delete(id: string, actor: Actor): Promise<void> {
    const schedule = await this.schedules.get(id);
    await this.database.write(async (manager) => {
      await manager.delete(Schedule, { id });
      await this.record(manager, 'delete', schedule, actor);
    });
    this.events.deleted(schedule);
  }

  private async change(
    id: string,
    verb: 'pause' | 'resume',
    actor: Actor,
    work: (manager: EntityManager, row: Schedule, now: Date) => Promise<Partial<Schedule> | null>,
  ): Promise<Schedule> {
    await this.schedules.get(id);
    const now = await this.database.now();
    const schedule = await this.database.write(async (manager) => {
      const row = await lockSchedule(manager, id);
      if (row === null) return this.schedules.get(id, manager);
      const values = await work(manager, row, now);
      if (values === null) return row;
      const changed = { ...row, ...values, version: row.version + 1, updatedAt: now };
      await manager.update(Schedule, { id }, changed);
      await this.record(manager, verb, changed, actor);
      return changed;
    });
    await this.events.changed(schedule);
    return schedule;
  }

  /** Neither the project nor a destination is deleted between the look at it and this row. */
  private async demandOpen(manager: EntityManager, { projectId, destinationIds }: WantedSchedule): Promise<void> {
    const lock = this.database.engine === 'postgres' ? { lock: { mode: 'pessimistic_read' as const } } : {};
    const project = await manager.findOne(Project, { where: { id: projectId, deletedAt: IsNull() }, ...lock });
    // Says that it is gone.
    if (project === null) await this.projects.get(projectId);
    await this.destinations.forRun(destinationIds, manager, 'destinationIds');
  }

  private record(
    manager: EntityManager,
    verb: string,
    { id, name, projectId }: Schedule,
    actor: Actor,
    detail: object = {},
  ): Promise<void> {
    const object = { type: 'schedule', id, name };
    return this.audit.record(manager, { actor, action: `schedule.${verb}`, object, detail: { projectId, ...detail } });
  }
}

const isSameTiming = (a: WantedSchedule, b: WantedSchedule): boolean =>
  a.cron === b.cron && a.timeZone === b.timeZone && JSON.stringify(a.blackout) === JSON.stringify(b.blackout);

const isSameRetention = (a: WantedSchedule, b: WantedSchedule): boolean =>
  ruleSha256(a.retention, a.timeZone) === ruleSha256(b.retention, b.timeZone);

const fieldsOf = (dto: UpdateScheduleDto): string[] =>
  Object.entries(dto).flatMap(([field, value]) =>
    field === 'version' || field === 'approve' || value === undefined ? [] : [field],
  );

function told(schedule: WantedSchedule): Record<string, unknown> {
  const { name, destinationIds, type, options, cron, timeZone, jitterSeconds, graceSeconds, overlap } = schedule;
  const { blackout, maxRunSeconds, retention, plan, quotaBytes } = schedule;
  const when = {
    cron,
    timeZone,
    jitterSeconds,
    graceSeconds,
    overlap,
    blackout: JSON.stringify(blackout),
    maxRunSeconds,
  };
  const kept = Object.fromEntries(
    Object.entries(retention).map(([part, value]) => [`retention.${part}`, value as unknown]),
  );
  return { name, destinationIds, type, options: JSON.stringify(options), ...when, plan, quotaBytes, ...kept };
}

const stale = ({ name, version }: Schedule): Error =>
  failCommon('STALE_VERSION', `The schedule ${name} was changed by somebody else meanwhile.`, {
    field: 'version',
    nextStep: 'Load it again and repeat the change.',
    more: { version },
  });
