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
  | 'createdAt'
>;

/** A backup of `source` into `place`, with an id of its own. */
export function backupRequest(
  source: ConnectionSettings,
  wanted: WantedBackup,
  place: OutputPlace,
  shell: Shell,
  onProgress: (now: Progress) => void,
): BackupRequest {
  const { ref, database, slug } = describeConnection(source);
  return {
    ...wanted,
    source,
    backupId: randomUUID(),
    attempt: 1,
    projectSlug: slug,
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
    openOutput: async ({ restart }) => {
      const sink = await place.open(restart);
      return { write: (chunk: Buffer) => sink.write(chunk), abort: () => place.discard() };
    },
  };
}
