import { Inject, Injectable } from '@nestjs/common';
import { checkConfig, ConfigProblems, type AnyDriver } from '@stowbase/storage';
import { CONFIG, type Config } from '../config/config';
import { Database } from '../database/database';
import { DestinationSettings } from './destination-settings.service';
import { Destination } from './destination.entity';
import type { Settings } from './merge-settings';
import { fail } from './storage.errors';

/**
 * Two destinations in one place would be two names for the same bytes: a backup would count as stored twice, and deleting one copy would
 * take the other with it.
 */
@Injectable()
export class TakenPlaces {
  constructor(
    private readonly database: Database,
    private readonly settings: DestinationSettings,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param except the destination whose settings they will be; null: a new one
   * @throws ApiError `DESTINATION_SAME_PLACE`
   */
  async refuse(driver: AnyDriver, settings: Settings, except: string | null): Promise<void> {
    const place = this.placeOf(driver, settings);
    if (place === null) return;
    const others = await this.database.read.findBy(Destination, { type: driver.type });
    const taken = others.find((other) => other.id !== except && this.placeOf(driver, this.readable(other)) === place);
    if (taken === undefined) return;
    throw fail('DESTINATION_SAME_PLACE', `The destination ${taken.name} lies in the same place.`, {
      nextStep: 'Use that one, or choose another folder, prefix or bucket.',
      field: 'config',
      more: { destinationId: taken.id },
    });
  }

  private readable(destination: Destination): Settings {
    return this.settings.readable(destination) ?? {};
  }

  private placeOf(driver: AnyDriver, settings: Settings): string | null {
    try {
      return driver.place(checkConfig(driver, settings).config, { localRoots: this.config.localStorageRoots });
    } catch (error) {
      // Settings of the environment may be wrong: then nothing can be stored there either.
      if (error instanceof ConfigProblems) return null;
      throw error;
    }
  }
}
