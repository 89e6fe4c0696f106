import { runBackup } from '@stowbase/dump';
import type { BackupResult } from '@stowbase/dump';
import type { ScratchServer } from '@stowbase/postgres/testing';
import { backupRequest, intoPlace, newArchive } from '../backup/backup-request';
import { choosePlace } from '../backup/output-place';
import type { Shell } from '../shell';

export interface SampleBackup {
  readonly file: string;
  readonly result: BackupResult;
}

const FULL = {
  type: 'full',
  compression: { method: 'zstd', level: 3 },
  history: true,
  excludeSchemas: [],
  excludeTables: [],
  jobs: 1,
  recipients: [],
} as const;

/** What `stowbase backup --out FOLDER` does for a database. */
export async function backUp(source: ScratchServer, folder: string, shell: Shell): Promise<SampleBackup> {
  const place = await choosePlace(folder, shell);
  try {
    const settings = source.settings('postgres', 'postgres');
    const wanted = { ...FULL, ...newArchive(settings, new Date()) };
    const request = backupRequest(settings, wanted, intoPlace(place), shell, () => undefined);
    const result = await runBackup(request);
    const file = await place.commit(result.summary, shell.signal);
    if (file === null) throw new Error('the archive did not go into a file');
    return { file, result };
  } finally {
    await place.discard();
  }
}
