import type { Compression } from '@stowbase/archive';

/** What one backup saves and how; kept with the backup as it was asked. */
export interface BackupOptions {
  compression: Compression;
  /** Migration history. */
  history: boolean;
  /** Names; `*` and `?` are wildcards. */
  excludeSchemas: string[];
  /** `schema.table`; `*` and `?` are wildcards. */
  excludeTables: string[];
  /** Data dumps at once, 1 to 8. */
  jobs: number;
  /** Seconds. */
  lockWaitSeconds: number;
}

export const standardOptions: BackupOptions = {
  compression: { method: 'zstd', level: 3 },
  history: true,
  excludeSchemas: [],
  excludeTables: [],
  jobs: 1,
  lockWaitSeconds: 60,
};
