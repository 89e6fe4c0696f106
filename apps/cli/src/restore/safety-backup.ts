import { stat } from 'node:fs/promises';
import { fileSource, openArchive } from '@stowbase/archive';
import type { ArchiveSummary } from '@stowbase/archive';
import { runBackup } from '@stowbase/dump';
import type { Progress } from '@stowbase/dump';
import { sweepRunFolders } from '@stowbase/postgres';
import type { ConnectionSettings } from '@stowbase/postgres';
import { RestoreError } from '@stowbase/restore';
import type { SafetyBackup } from '@stowbase/restore';
import { backupRequest, intoPlace, newArchive } from '../backup/backup-request';
import { choosePlace } from '../backup/output-place';
import type { OutputPlace } from '../backup/output-place';
import { wrongUse } from '../cli-error';
import type { Shell } from '../shell';
import { count, plain } from '../words';

/** The folder of --safety-out, proven to take a file before anything else is done. The caller discards it in the end. */
export async function safetyPlace(folder: string, shell: Shell): Promise<OutputPlace> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw wrongUse(
      `--safety-out needs a folder that exists; ${plain(folder)} ${found ? 'is a file' : "doesn't"}.`,
      'Create it first (mkdir -p).',
    );
  await sweepRunFolders();
  return await choosePlace(folder, shell);
}

export interface SafetyOptions {
  readonly target: ConnectionSettings;
  readonly place: OutputPlace;
  readonly shell: Shell;
  readonly lockWaitSeconds: number;
  readonly onProgress: (now: Progress) => void;
}

/**
 * A full backup of the target as `stowbase backup --out DIR` makes it, then read again from the disk and every hash calculated.
 * Resolves only for a whole one.
 */
export async function makeSafetyBackup(options: SafetyOptions): Promise<SafetyBackup> {
  const { target, place, shell, lockWaitSeconds, onProgress } = options;
  const wanted = {
    type: 'full',
    compression: { method: 'zstd', level: 3 },
    history: true,
    excludeSchemas: [],
    excludeTables: [],
    jobs: 1,
    lockWaitSeconds,
    recipients: [],
    ...newArchive(target, new Date()),
  } as const;
  const result = await runBackup(backupRequest(target, wanted, intoPlace(place), shell, onProgress));
  const file = await place.commit(result.summary, shell.signal);
  if (file === null) throw new Error('a safety backup went to standard output');
  await verified(file, result.summary, shell);
  const gaps = result.gaps.map(({ component, reason }) => `${component.replaceAll('_', ' ')} (${reason})`);
  return { place: file, fileSha256: result.summary.fileSha256, gaps };
}

/** Level 1: what the disk gives back has every hash, and the hash of the whole is that of what was written. */
async function verified(file: string, summary: ArchiveSummary, shell: Shell): Promise<void> {
  const source = fileSource(file);
  try {
    const report = await (await openArchive(source)).verify(1, { signal: shell.signal });
    if (report.ok && report.fileSha256 === summary.fileSha256) return;
    throw new RestoreError(
      'SAFETY_BACKUP_FAILED',
      `The safety backup ${plain(file)} is not what was written: ${count(report.damaged.length, 'member')} can't be proven. Nothing in the target was changed.`,
      'Check the disk, or name another folder.',
    );
  } finally {
    await source.close?.();
  }
}
