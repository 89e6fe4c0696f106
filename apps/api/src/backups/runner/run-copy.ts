import type { CreateOptions, Storage, Upload } from '@stowbase/storage';
import type { ClaimedCopy } from '../transitions/claim';

/** What an archive is called: the same at every destination, and nowhere the same as that of another attempt. */
export interface ArchiveName {
  /** `<project>/<year>/<fileName>` */
  readonly key: string;
  readonly fileName: string;
}

/** One copy to be made: how its upload begins. */
export interface RunCopy extends ClaimedCopy {
  begin(archive: ArchiveName, restart: number, options: CreateOptions): Promise<Upload>;
  close(): Promise<void>;
}

export const storedCopy = (copy: ClaimedCopy, storage: Storage): RunCopy => ({
  ...copy,
  begin: ({ key }, _restart, options) => storage.create(key, options),
  close: () => storage.close(),
});
