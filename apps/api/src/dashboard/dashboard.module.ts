import { Module } from '@nestjs/common';
import { BackupsModule } from '../backups/backups.module';
import { realPace } from '../backups/queue/pace';
import { CONFIG, type Config } from '../config/config';
import { Database } from '../database/database';
import { RepeatedTask } from '../lifecycle/repeated-task';
import { DashboardController } from './dashboard.controller';
import { Dashboard } from './dashboard.service';
import { DestinationDays } from './growth/destination-days';
import { History } from './history';
import { Notices } from './notices/notices';
import { FactsOfProjects } from './project-facts';

/** DI token: writes down how much lies at each destination. */
const GROWTH = Symbol('GROWTH');

const noteEveryMs = 3_600_000;

/** How all projects are. */
@Module({
  imports: [BackupsModule],
  controllers: [DashboardController],
  providers: [
    Dashboard,
    DestinationDays,
    FactsOfProjects,
    History,
    Notices,
    {
      provide: GROWTH,
      inject: [DestinationDays, Database, CONFIG],
      useFactory: (days: DestinationDays, database: Database, { role }: Config) =>
        new RepeatedTask(
          {
            name: 'Growth of destinations',
            everyMs: noteEveryMs,
            turn: async (stop) => days.note(await database.now(), stop),
          },
          realPace,
          role !== 'api',
        ),
    },
  ],
  exports: [FactsOfProjects],
})
export class DashboardModule {}
