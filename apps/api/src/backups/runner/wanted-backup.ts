import { archiveFileName, slugOf } from '@stowbase/archive';
import type { BackupRequest } from '@stowbase/dump';
import type { ConnectionSettings } from '@stowbase/postgres';
import type { Config } from '../../config/config';
import type { Project } from '../../projects/project.entity';
import { version } from '../../version';
import type { Backup } from '../backup.entity';
import type { ArchiveName } from './run-copy';
import { longestRun } from './run-deadline';

/** What the archive of this attempt is called. */
export function archiveNameOf(backup: Backup, project: Project): ArchiveName {
  const { createdAt, id: backupId, attempt } = backup;
  const projectSlug = slugOf(project.name);
  const fileName = archiveFileName({ projectSlug, createdAt, backupId, attempt });
  return { key: `${projectSlug}/${createdAt.getUTCFullYear()}/${fileName}`, fileName };
}

/** The part of the request that follows from the row, the project and the settings. */
export function wantedBackup(
  backup: Backup,
  project: Project,
  source: ConnectionSettings,
  config: Pick<Config, 'clientDirs' | 'stallSeconds' | 'maxRunHours'>,
): Omit<BackupRequest, 'openOutput'> {
  return {
    source,
    type: backup.type,
    ...backup.options,
    recipients: backup.recipients,
    backupId: backup.id,
    attempt: backup.attempt,
    createdAt: backup.createdAt,
    projectSlug: slugOf(project.name),
    projectName: project.name,
    projectRef: project.ref,
    stowbaseVersion: version,
    stallSeconds: config.stallSeconds,
    maxSeconds: longestRun(backup, config.maxRunHours).seconds,
    ...(config.clientDirs.length === 0 ? {} : { clientDirs: [...config.clientDirs] }),
  };
}
