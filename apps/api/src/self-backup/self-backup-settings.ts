import type { EntityManager } from 'typeorm';
import { readSetting } from '../database/stored-setting';

export interface SelfBackupSettings {
  readonly enabled: boolean;
  /** Null: every enabled destination. */
  readonly destinationIds: readonly string[] | null;
  /** The newest so many stay at each destination. */
  readonly keep: number;
  /** Also while there is no recovery key: then names and addresses are readable, and the app key is not inside. */
  readonly allowUnencrypted: boolean;
}

export const standardSelfBackupSettings: SelfBackupSettings = {
  enabled: true,
  destinationIds: null,
  keep: 14,
  allowUnencrypted: false,
};

/** The row of the settings. */
export const selfBackupSettingsId = 'self_backup';

export const readSelfBackupSettings = (manager: EntityManager): Promise<SelfBackupSettings> =>
  readSetting(manager, selfBackupSettingsId, standardSelfBackupSettings);
