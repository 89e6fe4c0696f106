import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { BackupsModule } from '../backups/backups.module';
import { EventsModule } from '../events/events.module';
import { ProjectsModule } from '../projects/projects.module';
import { RetentionModule } from '../retention/retention.module';
import { StorageModule } from '../storage/storage.module';
import { CostEstimates } from './cost/cost-estimates.service';
import { Previews } from './preview/previews.service';
import { RunNow } from './run-now.service';
import { ScheduleChanges } from './schedule-changes.service';
import { ScheduleEvents } from './schedule-events.service';
import { Schedules } from './schedules.service';
import { SchedulesController } from './schedules.controller';
import { tickProviders } from './tick/tick.providers';
import { Upcoming } from './upcoming/upcoming.service';
import { UpcomingController } from './upcoming/upcoming.controller';
import { UsesOfSchedules } from './uses-of-schedules';
import { WantedSchedules } from './wanted-schedule.service';

/** When backups are due, and that they are made then. */
@Module({
  imports: [AccountsModule, BackupsModule, EventsModule, ProjectsModule, RetentionModule, StorageModule],
  // Its path is none of a schedule's id.
  controllers: [UpcomingController, SchedulesController],
  providers: [
    CostEstimates,
    Previews,
    RunNow,
    ScheduleChanges,
    ScheduleEvents,
    Schedules,
    Upcoming,
    UsesOfSchedules,
    WantedSchedules,
    ...tickProviders,
  ],
  exports: [Schedules],
})
export class SchedulerModule {}
