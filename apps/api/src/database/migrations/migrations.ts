import type { MigrationInterface } from 'typeorm';
import { Initial1 } from './0001-initial';
import { CopiesBetweenDestinations1 } from './0002-copies-between-destinations';

/** In the order in which they run; both engines run the same. */
export const migrations: (new () => MigrationInterface)[] = [Initial1, CopiesBetweenDestinations1];
