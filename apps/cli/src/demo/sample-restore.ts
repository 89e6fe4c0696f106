import type { ScratchServer } from '@stowbase/postgres/testing';
import { runRestore } from '@stowbase/restore';
import type { RestoreReport } from '@stowbase/restore';
import { withArchive } from '../archive-input';
import type { Shell } from '../shell';

/** What `stowbase restore FILE` does with a new project: everything, in one transaction, as the project's owner. */
export async function restoreSample(
  file: string,
  target: ScratchServer,
  shell: Shell,
  fileSha256?: string,
): Promise<RestoreReport> {
  return await withArchive(file, [], shell, (archive) =>
    runRestore({
      archive,
      target: target.settings('postgres', 'postgres'),
      mode: 'empty',
      only: [],
      jobs: 1,
      confirmation: 'postgres',
      signal: shell.signal,
      ...(fileSha256 === undefined ? {} : { expectedFileSha256: fileSha256 }),
    }),
  );
}
