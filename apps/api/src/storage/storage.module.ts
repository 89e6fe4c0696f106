import { Module } from '@nestjs/common';
import type { AnyDriver } from '@stowbase/storage';
import { connectControllers, connectProviders } from './connect/connect.providers';
import { ChangedElsewhere } from './changed-elsewhere.service';
import { DestinationBandwidth } from './destination-bandwidth.service';
import { DestinationChanges } from './destination-changes.service';
import { DestinationEvents } from './destination-events.service';
import { DestinationProblems } from './destination-problems.service';
import { DestinationProbes } from './destination-probes.service';
import { DestinationRemoval } from './destination-removal.service';
import { DestinationSettings } from './destination-settings.service';
import { DestinationTestsController } from './destination-tests.controller';
import { DestinationTests } from './destination-tests.service';
import { DestinationUsers } from './destination-users';
import { DestinationMapper } from './destination.mapper';
import { DestinationsController } from './destinations.controller';
import { Destinations } from './destinations.service';
import { EnvironmentDestinations } from './environment-destinations.service';
import { EnvironmentSettings } from './environment-settings';
import { StorageMeter } from './storage-meter';
import { StorageOpener } from './storage-opener.service';
import { StorageTypesController } from './storage-types.controller';
import { StorageTypes } from './storage-types.service';
import { strategies, strategyTokens } from './storage.tokens';
import { TakenPlaces } from './taken-places.service';

/** Where backups go. */
@Module({
  controllers: [StorageTypesController, DestinationTestsController, DestinationsController, ...connectControllers],
  providers: [
    ...strategies,
    {
      provide: StorageTypes,
      inject: strategyTokens,
      useFactory: (...drivers: AnyDriver[]) => new StorageTypes(drivers),
    },
    EnvironmentSettings,
    DestinationSettings,
    StorageMeter,
    StorageOpener,
    Destinations,
    DestinationMapper,
    DestinationEvents,
    DestinationProbes,
    DestinationTests,
    ChangedElsewhere,
    DestinationBandwidth,
    DestinationProblems,
    TakenPlaces,
    DestinationChanges,
    DestinationUsers,
    DestinationRemoval,
    EnvironmentDestinations,
    ...connectProviders,
  ],
  exports: [Destinations, DestinationProblems, DestinationUsers, DestinationRemoval, StorageMeter, StorageTypes],
})
export class StorageModule {}
