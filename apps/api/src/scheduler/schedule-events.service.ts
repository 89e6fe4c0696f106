import { Injectable } from '@nestjs/common';
import { EventHub } from '../events/event-hub';
import type { Schedule } from './schedule.entity';
import { Schedules } from './schedules.service';

/** Tells open pages of a schedule. To be called after the transaction. */
@Injectable()
export class ScheduleEvents {
  constructor(
    private readonly hub: EventHub,
    private readonly schedules: Schedules,
  ) {}

  async changed(schedule: Schedule): Promise<void> {
    const data = { ...(await this.schedules.dto(schedule)), deleted: false };
    this.hub.publish({ type: 'schedule.changed', id: schedule.id, data });
  }

  deleted({ id, name, projectId }: Pick<Schedule, 'id' | 'name' | 'projectId'>): void {
    this.hub.publish({ type: 'schedule.changed', id, data: { id, name, projectId, deleted: true } });
  }
}
