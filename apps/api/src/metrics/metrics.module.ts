import { Module } from '@nestjs/common';
import { BackupsModule } from '../backups/backups.module';
import { DashboardModule } from '../dashboard/dashboard.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { MetricsController } from './metrics.controller';
import { Metrics } from './metrics.service';
import { RecordGauges } from './record-gauges';

/** Numbers for Prometheus. */
@Module({
  imports: [BackupsModule, DashboardModule, NotificationsModule],
  controllers: [MetricsController],
  providers: [Metrics, RecordGauges],
})
export class MetricsModule {}
