import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { BackupsModule } from '../backups/backups.module';
import { realPace } from '../backups/queue/pace';
import { CONFIG, type Config } from '../config/config';
import { ProjectsModule } from '../projects/projects.module';
import { StorageModule } from '../storage/storage.module';
import { CheckRequests } from './checks/check-requests';
import { CheckRunner } from './checks/check-runner';
import { CheckTask } from './checks/check-task';
import { ChecksController } from './checks/checks.controller';
import { ImportRequests } from './imports/import-requests';
import { ImportRunner } from './imports/import-runner';
import { ImportTask } from './imports/import-task';
import { ImportsController } from './imports/imports.controller';

const checkEveryMs = 15_000;
const importEveryMs = 5_000;

/** What lies at the destinations: found, added to the records, and read again and again. */
@Module({
  imports: [AccountsModule, BackupsModule, ProjectsModule, StorageModule],
  controllers: [ChecksController, ImportsController],
  providers: [
    CheckRequests,
    CheckRunner,
    ImportRequests,
    ImportRunner,
    {
      provide: CheckTask,
      inject: [CheckRunner, CONFIG],
      useFactory: (runner: CheckRunner, { role }: Config) =>
        new CheckTask(
          { name: 'Checks', everyMs: checkEveryMs, turn: (stop) => runner.turn(stop) },
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
