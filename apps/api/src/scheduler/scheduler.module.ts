import { Module } from '@nestjs/common';
import { SchedulesController } from './schedules.controller';

/** When backups are due. The table and its list; the tick that makes runs of it comes with the schedules' own release. */
@Module({ controllers: [SchedulesController] })
export class SchedulerModule {}
