import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../../accounts/audit-log';
import { RecoveryKeys } from '../../backups/recovery-keys/recovery-keys.service';
import { RunChanged } from '../../backups/transitions/run-changed';
import { Database } from '../../database/database';
import { lockSchedule } from '../lock-schedule';
import { nextDue } from '../next-due';
import { Schedule } from '../schedule.entity';
import { ScheduleEvents } from '../schedule-events.service';
import { planStep, type Step } from '../slots/plan';
import { isOvertaken } from './is-overtaken';
import { applyStep, type AppliedStep } from './apply-step';
import { SchedulePages } from './schedule-pages';
import { WaitingSlots } from './waiting-slots.service';
import { crashPoint } from '../../lifecycle/crash-point';

/**
 * Makes runs of slots whose time has come, each schedule in a transaction that also moves it on: a crash at any point loses no slot and
 * repeats none, and any number of processes may do it at once.
 */
@Injectable()
export class ScheduleTick {
  private readonly logger = new Logger('Schedules');
  private readonly pages: SchedulePages;
  private readonly troubles = new Map<string, string>();
  private isFirst = true;

  constructor(
    private readonly database: Database,
    private readonly waiting: WaitingSlots,
    private readonly keys: RecoveryKeys,
    private readonly audit: AuditLog,
    private readonly changed: RunChanged,
    private readonly events: ScheduleEvents,
  ) {
    this.pages = new SchedulePages(database);
  }

  /** A slot waits, as far as this process knows: the end of a run is worth another turn. */
  get isWaiting(): boolean {
    return this.waiting.isAny;
  }

  /** @param now the database's time; tests hand in any */
  async turn(now: Date, stop?: AbortSignal): Promise<void> {
    // What the machine knows of time zones may be newer than what the last one knew.
    if (this.isFirst) await this.each(this.pages.enabled(), now, stop);
    this.isFirst = false;
    // Slots after now were handled: the clock went back.
    await this.each(this.pages.ahead(now), now, stop);
    await this.waiting.begin(now, stop);
    await this.each(this.pages.due(now), now, stop);
  }

  private async each(pages: AsyncIterable<Schedule[]>, now: Date, stop: AbortSignal | undefined): Promise<void> {
    for await (const page of pages)
      for (const schedule of page) {
        if (stop?.aborted === true) return;
        try {
          await this.handle(schedule, now, stop);
          this.troubles.delete(schedule.id);
        } catch (error) {
          this.tell(schedule, error);
        }
      }
  }

  /** One that is in trouble holds up no other one; it is due still at the next turn, and told when its trouble is another one. */
  private tell({ id, name }: Schedule, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (this.troubles.get(id) === text) return;
    this.troubles.set(id, text);
    this.logger.error(`The schedule ${name} (${id}) could not be handled.`, error);
  }

  private async handle(schedule: Schedule, now: Date, stop: AbortSignal | undefined): Promise<void> {
    let row: Schedule | null = schedule;
    let isGoingOn = false;
    while (row !== null && stop?.aborted !== true) {
      const step = planStep(row, now);
      const applied: AppliedStep | null = await this.apply(row, step, now, isGoingOn);
      if (step.kind === 'settle') crashPoint('tick/moved-on');
      if ((applied?.schedule.waitingSlot ?? null) !== null) this.waiting.note();
      for (const id of applied?.changed ?? []) this.changed.ids.next(id);
      if (applied !== null && step.kind !== 'nothing' && !applied.isMore) await this.events.changed(applied.schedule);
      row = applied?.isMore === true ? applied.schedule : null;
      isGoingOn = true;
      // A long outage is many steps: requests come in between.
      await setImmediate();
    }
  }

  /**
   * Null: another process is at it, or it was changed meanwhile.
   * @param isGoingOn a step of ours came before: somebody who holds the row may only be looking, too late, and would leave the rest to us
   */
  private async apply(seen: Schedule, step: Step, now: Date, isGoingOn: boolean): Promise<AppliedStep | null> {
    if (step.kind === 'nothing' && !isStale(seen)) return null;
    const { recipients } = await this.keys.forProject(seen.projectId);
    const work = (): Promise<AppliedStep | null> =>
      this.database.write(async (manager) => {
        const row = await lockSchedule(manager, seen.id, !isGoingOn);
        if (row === null || !isSame(row, seen)) return null;
        return applyStep(manager, row, step, { recipients, now, audit: this.audit });
      });
    return work().catch((error: unknown) => {
      if (!isOvertaken(error)) throw error;
      return work();
    });
  }
}

/** Nobody has handled or changed it since it was read. */
const isSame = (a: Schedule, b: Schedule): boolean =>
  a.enabled && a.version === b.version && a.effectiveFrom.getTime() === b.effectiveFrom.getTime();

/** What the row says of its next slot isn't what its rule says. */
function isStale(schedule: Schedule): boolean {
  const { nextSlot, dueAt } = nextDue(schedule);
  return nextSlot?.getTime() !== schedule.nextSlot?.getTime() || dueAt?.getTime() !== schedule.dueAt?.getTime();
}
