import { Inject, Injectable } from '@nestjs/common';
import type { AnyDriver, DriverContext, Storage } from '@stowbase/storage';
import { CONFIG, type Config } from '../config/config';
import type { Outgoing } from '../outgoing/outgoing';
import { OUTGOING } from '../outgoing/outgoing.module';
import type { Settings } from './merge-settings';
import { withCrashPoints } from './storage-crash-points';
import { InjectEndpoints, type StorageEndpoints } from './storage-endpoints';

/** Opens storages the one way this service allows: outgoing connections are judged, folders lie in the roots and never in our own data. */
@Injectable()
export class StorageOpener {
  private readonly context: DriverContext;

  constructor(
    @Inject(OUTGOING) outgoing: Outgoing,
    @Inject(CONFIG) config: Config,
    @InjectEndpoints() endpoints: StorageEndpoints,
  ) {
    this.context = {
      connect: (target) => outgoing.connect(target),
      localRoots: config.localStorageRoots,
      forbiddenRoots: [config.dataFolder],
      endpoints,
      ...(config.storageTuning === undefined ? {} : { tuning: config.storageTuning }),
    };
  }

  /** For one use: the caller closes it. @throws StorageError */
  async open(driver: AnyDriver, settings: Settings): Promise<Storage> {
    return withCrashPoints(await driver.open(settings, this.context));
  }
}
