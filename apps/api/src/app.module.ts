import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module';
import { BackupsModule } from './backups/backups.module';
import { CatalogueModule } from './catalogue/catalogue.module';
import { ConfigModule } from './config/config.module';
import type { Config } from './config/config';
import type { Database } from './database/database';
import { DashboardModule } from './dashboard/dashboard.module';
import { DatabaseModule } from './database/database.module';
import { DownloadsModule } from './downloads/downloads.module';
import { EventsModule } from './events/events.module';
import { HealthModule } from './health/health.module';
import { MetricsModule } from './metrics/metrics.module';
import { NotificationsModule } from './notifications/notifications.module';
import { OpenApiModule } from './openapi/openapi.module';
import { OutgoingModule } from './outgoing/outgoing.module';
import { ProjectsModule } from './projects/projects.module';
import { RetentionModule } from './retention/retention.module';
import { SchedulerModule } from './scheduler/scheduler.module';
import type { SecretBox } from './secrets/secret-box';
import { SecretsModule } from './secrets/secrets.module';
import { SelfBackupModule } from './self-backup/self-backup.module';
import { StorageModule } from './storage/storage.module';

/** The table of contents: what the service consists of. One line a feature. */
export const features: (Type | DynamicModule)[] = [
  AccountsModule,
  BackupsModule,
  CatalogueModule,
  DashboardModule,
  DownloadsModule,
  EventsModule,
  HealthModule,
  MetricsModule,
  NotificationsModule,
  OpenApiModule,
  OutgoingModule,
  ProjectsModule,
  RetentionModule,
  SchedulerModule,
  SelfBackupModule,
  StorageModule,
];

@Module({})
export class AppModule {
  static of(config: Config, database: Database, secrets: SecretBox): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.of(config), DatabaseModule.of(database), SecretsModule.of(secrets), ...features],
    };
  }
}
