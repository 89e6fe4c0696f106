import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../database/database';
import { checkZone } from '../../scheduler/cron/zones';
import { Schedule } from '../../scheduler/schedule.entity';
import { fail as failSchedule } from '../../scheduler/schedules.errors';
import type { SlotRule } from '../../scheduler/slots/slots';
import { Destination } from '../../storage/destination.entity';
import { ChangedRules } from '../changed-rules';
import type { JudgedSet } from '../judge';
import type { RetentionRule } from '../rule';
import { ofSchedule } from '../sets/retention-set';
import { listIdOf } from './list-id';
import type { PreviewManualRetentionDto, PreviewRetentionDto, RetentionPreviewDto } from './preview.dto';
import { bytesOf, forecastOf, toSetDto } from './set-view';
import { slotsAhead } from './slots-ahead';

/** What rules would do, stored ones and others. Changes nothing. */
@Injectable()
export class Previews {
  constructor(
    private readonly database: Database,
    private readonly rules: ChangedRules,
  ) {}

  /** @throws ApiError `SCHEDULE_NOT_FOUND` */
  async ofStored(scheduleId: string): Promise<RetentionPreviewDto> {
    const { retention, timeZone, cron, blackout } = await this.schedule(scheduleId);
    return this.ofSchedule({ scheduleId, rule: retention, timeZone, cron, blackout });
  }

  /** @throws ApiError `SCHEDULE_NOT_FOUND`, `TIME_ZONE_UNKNOWN`, `CRON_INVALID` */
  async ofSchedule({
    scheduleId,
    rule,
    timeZone,
    cron,
    blackout = [],
  }: PreviewRetentionDto): Promise<RetentionPreviewDto> {
    checkZone(timeZone);
    const now = await this.database.now();
    const slots: SlotRule = { cron, timeZone, blackout };
    if (scheduleId === undefined) return this.dto([unstored(rule, timeZone)], slots, now);
    const { projectId, destinationIds, type } = await this.schedule(scheduleId);
    const changed = { scheduleId: scheduleId.toLowerCase(), projectId, rule, timeZone };
    const judged = await this.rules.ofSchedule(this.database.read, changed, now);
    // Where nothing lies yet, too: its months to come are the question then.
    const missing = destinationIds.filter((id) => judged.every(({ set }) => set.id.destinationId !== id));
    const empty = missing.map((destinationId) =>
      unstored(rule, timeZone, ofSchedule({ projectId, destinationId, scheduleId: changed.scheduleId, type })),
    );
    return this.dto([...judged, ...empty], slots, now);
  }

  /** @throws ApiError `TIME_ZONE_UNKNOWN` */
  async ofManual({
    projectId,
    destinationId,
    rule,
    timeZone,
  }: PreviewManualRetentionDto): Promise<RetentionPreviewDto> {
    checkZone(timeZone);
    const now = await this.database.now();
    const scope = destinationId?.toLowerCase() ?? 'all';
    const changed = { projectId: projectId.toLowerCase(), scope, rule, timeZone };
    return this.dto(await this.rules.ofManual(this.database.read, changed, now), null, now);
  }

  private async schedule(id: string): Promise<Schedule> {
    const schedule = await this.database.read.findOneBy(Schedule, { id: id.toLowerCase() });
    if (schedule !== null) return schedule;
    throw failSchedule('SCHEDULE_NOT_FOUND', 'There is no schedule with this id.', {
      nextStep: 'Look it up in the list of schedules.',
    });
  }

  private async dto(judged: readonly JudgedSet[], slots: SlotRule | null, now: Date): Promise<RetentionPreviewDto> {
    const ids = judged.map(({ set }) => set.id.destinationId);
    const destinations = await this.database.read.find(Destination, {
      select: { id: true, name: true },
      where: { id: In(ids) },
    });
    const names = new Map(destinations.map(({ id, name }) => [id, name]));
    const times = slots === null ? null : slotsAhead(slots, now);
    const going = judged.flatMap(({ deletable }) => deletable);
    const all = judged.flatMap(({ set }) => set.copies);
    return {
      listId: listIdOf(judged),
      wouldDelete: going.length,
      wouldDeleteBytes: bytesOf(going),
      kept: all.length - going.length,
      keptBytes: bytesOf(all) - bytesOf(going),
      sets: judged.map((one) => {
        const ahead = forecastOf(one, times, now);
        return toSetDto(one, ahead, names.get(one.set.id.destinationId) ?? null, now);
      }),
    };
  }
}

const nowhere = ofSchedule({ projectId: '', destinationId: '', scheduleId: '', type: 'full' });

/** A set of no copies: what it will keep is the question. */
const unstored = (rule: RetentionRule, zone: string, id = nowhere): JudgedSet => ({
  set: { id, copies: [] },
  rule: { rule, zone },
  ...{ plan: null, ruleSha256: null, deletable: [], refused: new Set(), cause: null, listSha256: '' },
});
