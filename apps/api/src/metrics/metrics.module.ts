import { Module } from '@nestjs/common';
import { BackupsModule } from '../backups/backups.module';
import { DashboardModule } from '../dashboard/dashboard.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { SelfBackupModule } from '../self-backup/self-backup.module';
import { StorageModule } from '../storage/storage.module';
import { BackgroundGauges } from './background-gauges';
import { MetricsController } from './metrics.controller';
import { Metrics } from './metrics.service';
import { RecordGauges } from './record-gauges';

/** Numbers for Prometheus. */
@Module({
  imports: [BackupsModule, DashboardModule, NotificationsModule, SelfBackupModule, StorageModule],
  controllers: [MetricsController],
  providers: [BackgroundGauges, Metrics, RecordGauges],
})
export class MetricsModule {}
