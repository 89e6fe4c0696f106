import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { BackupsModule } from '../backups/backups.module';
import { realPace } from '../backups/queue/pace';
import { CONFIG, type Config } from '../config/config';
import { ProjectsModule } from '../projects/projects.module';
import { StorageModule } from '../storage/storage.module';
import { CheckRequests } from './checks/check-requests';
import { CheckRunner } from './checks/check-runner';
import { CheckRecords } from './checks/check-records';
import { CheckRound } from './checks/check-round';
import { CheckRoundTask, CheckTask } from './checks/check-task';
import { ChecksController } from './checks/checks.controller';
import { ImportRecords } from './imports/import-records';
import { ImportRequests } from './imports/import-requests';
import { ImportRunner } from './imports/import-runner';
import { ImportTask } from './imports/import-task';
import { ImportsController } from './imports/imports.controller';

const askedEveryMs = 5_000;
const byTurnEveryMs = 60_000;
const importEveryMs = 5_000;

/** What lies at the destinations: found, added to the records, and read again and again. */
@Module({
  imports: [AccountsModule, BackupsModule, ProjectsModule, StorageModule],
  controllers: [ChecksController, ImportsController],
  providers: [
    CheckRecords,
    CheckRequests,
    CheckRound,
    CheckRunner,
    ImportRecords,
    ImportRequests,
    ImportRunner,
    {
      provide: CheckTask,
      inject: [CheckRunner, CONFIG],
      useFactory: (runner: CheckRunner, { role }: Config) =>
        new CheckTask(
          { name: 'Checks', everyMs: askedEveryMs, turn: (stop) => runner.asked(stop) },
          realPace,
          role !== 'api',
        ),
    },
    {
      provide: CheckRoundTask,
      inject: [CheckRunner, CONFIG],
      useFactory: (runner: CheckRunner, { role }: Config) =>
        new CheckRoundTask(
          { name: 'Checks', everyMs: byTurnEveryMs, turn: (stop) => runner.byTurn(stop) },
          realPace,
          role !== 'api',
        ),
    },
    {
      provide: ImportTask,
      inject: [ImportRunner, CONFIG],
      useFactory: (runner: ImportRunner, { role }: Config) =>
        new ImportTask(
          { name: 'Imports', everyMs: importEveryMs, turn: (stop) => runner.turn(stop) },
          realPace,
          role !== 'api',
        ),
    },
  ],
  exports: [CheckTask, ImportTask],
})
export class CatalogueModule {}
