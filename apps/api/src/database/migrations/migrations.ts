import type { MigrationInterface } from 'typeorm';
import { Initial1 } from './0001-initial';
import { CopiesBetweenDestinations1 } from './0002-copies-between-destinations';
import { NotificationEvents1 } from './0003-notification-events';

/** In the order in which they run; both engines run the same. */
export const migrations: (new () => MigrationInterface)[] = [Initial1, CopiesBetweenDestinations1, NotificationEvents1];
