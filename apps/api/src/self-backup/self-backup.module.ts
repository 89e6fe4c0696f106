import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { realPace } from '../backups/queue/pace';
import { CONFIG, type Config } from '../config/config';
import { StorageModule } from '../storage/storage.module';
import { SelfBackupCopies } from './self-backup-copies';
import { SelfBackupController } from './self-backup.controller';
import { SelfBackupPlans } from './self-backup-plan';
import { SelfBackupRecords } from './self-backup-records';
import { SelfBackupRunner } from './self-backup-runner';
import { SelfBackupState } from './self-backup-state';
import { SelfBackupTask } from './self-backup-task';

const everyMs = 15_000;

/** The service's own records, backed up beside the backups. */
@Module({
  imports: [AccountsModule, StorageModule],
  controllers: [SelfBackupController],
  providers: [
    SelfBackupCopies,
    SelfBackupPlans,
    SelfBackupRecords,
    SelfBackupRunner,
    SelfBackupState,
    {
      provide: SelfBackupTask,
      inject: [SelfBackupRunner, CONFIG],
      useFactory: (runner: SelfBackupRunner, { role }: Config) =>
        new SelfBackupTask(
          { name: 'SelfBackup', everyMs, turn: (stop) => runner.turn(stop) },
          realPace,
          role !== 'api',
        ),
    },
  ],
  exports: [SelfBackupRecords],
})
export class SelfBackupModule {}
