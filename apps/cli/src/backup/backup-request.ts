import { randomUUID } from 'node:crypto';
import { describeConnection } from '@stowbase/postgres';
import type { ConnectionSettings } from '@stowbase/postgres';
import type { BackupRequest, Progress } from '@stowbase/dump';
import type { Shell } from '../shell';
import { version } from '../version';
import type { OutputPlace } from './output-place';

/** What differs from one backup to the other; the rest follows from the connection, the place and the shell. */
export type WantedBackup = Pick<
  BackupRequest,
  | 'type'
  | 'compression'
  | 'history'
  | 'largeObjects'
  | 'excludeSchemas'
  | 'excludeTables'
  | 'jobs'
  | 'lockWaitSeconds'
  | 'recipients'
  | keyof NewArchive
>;

/** What an archive is known by before there is one. */
export type NewArchive = Pick<BackupRequest, 'backupId' | 'attempt' | 'createdAt' | 'projectSlug'>;

/** A new backup of this database, with an id of its own. */
export const newArchive = (source: ConnectionSettings, createdAt: Date): NewArchive => ({
  backupId: randomUUID(),
  attempt: 1,
  createdAt,
  projectSlug: describeConnection(source).slug,
});

/** One file: what a dump that starts anew is written to anew. */
export const intoPlace =
  (place: OutputPlace): BackupRequest['openOutput'] =>
  async ({ restart }) => {
    const sink = await place.open(restart);
    return { write: (chunk: Buffer) => sink.write(chunk), abort: () => place.discard() };
  };

/** A backup of `source` into `output`. */
export function backupRequest(
  source: ConnectionSettings,
  wanted: WantedBackup,
  output: BackupRequest['openOutput'],
  shell: Shell,
  onProgress: (now: Progress) => void,
): BackupRequest {
  const { ref, database } = describeConnection(source);
  return {
    ...wanted,
    source,
    projectName: ref ?? database,
    projectRef: ref,
    stowbaseVersion: version,
    ...(shell.env.clientDirs ? { clientDirs: shell.env.clientDirs } : {}),
    signal: shell.signal,
    onProgress,
    onWarning: ({ code, text }) => {
      // The others are in the result; this one explains why the progress falls back.
      if (code === 'RESTARTED') shell.screen.say(text);
    },
    openOutput: output,
  };
}
