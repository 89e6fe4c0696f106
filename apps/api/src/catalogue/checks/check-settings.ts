import type { EntityManager } from 'typeorm';
import { readSetting } from '../../database/stored-setting';

/** How stored copies are read again by themselves. */
export interface CheckSettings {
  readonly enabled: boolean;
  /** Each copy once in so many days. */
  readonly everyDays: number;
  /** Bytes in 24 hours; null: no limit. */
  readonly mostBytesPerDay: number | null;
  /** Null: no limit. */
  readonly bytesPerSecond: number | null;
}

/** Fast enough for 2.7 TB a day, and slow enough that nobody's line is full. */
export const standardCheckSettings: CheckSettings = {
  enabled: true,
  everyDays: 30,
  mostBytesPerDay: null,
  bytesPerSecond: 32 * 1024 * 1024,
};

/** The row of the settings. */
export const checkSettingsId = 'checks';

export const readCheckSettings = (manager: EntityManager): Promise<CheckSettings> =>
  readSetting(manager, checkSettingsId, standardCheckSettings);
