import type { MigrationInterface } from 'typeorm';
import { Initial1 } from './0001-initial';
import { CopiesBetweenDestinations1 } from './0002-copies-between-destinations';
import { NotificationEvents1 } from './0003-notification-events';
import { Schedules1 } from './0004-schedules';
import { Retention1 } from './0005-retention';
import { NotificationChannels1 } from './0006-notification-channels';
import { CatalogueAndSelfBackup1 } from './0008-catalogue-and-self-backup';
import { DestinationDays1 } from './0009-destination-days';
import { NewestBackups1 } from './0010-newest-backups';

/** In the order in which they run; both engines run the same. */
export const migrations: (new () => MigrationInterface)[] = [
  Initial1,
  CopiesBetweenDestinations1,
  NotificationEvents1,
  Schedules1,
  Retention1,
  NotificationChannels1,
  CatalogueAndSelfBackup1,
  DestinationDays1,
  NewestBackups1,
];
