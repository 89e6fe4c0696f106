import { randomUUID } from 'node:crypto';
import { Backup } from '../../backups/backup.entity';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { standardOptions } from '../../backups/backup-options';
import type { Database } from '../../database/database';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A succeeded backup of this moment with a stored copy, without a file. Its id is that of its copy too. */
export async function insertStored(
  database: Database,
  { project, destination }: { readonly project: Named; readonly destination: Named },
  at: Date,
  change: Partial<Backup> = {},
  copy: Partial<BackupCopy> = {},
): Promise<string> {
  const id = randomUUID();
  const run: Partial<Backup> = { ...ended, id, projectId: project.id, projectName: project.name };
  const times = { createdAt: at, startedAt: at, finishedAt: at, snapshotTime: at, runAfter: at };
  const place = { destinationId: destination.id, destinationName: destination.name };
  await database.write(async (manager) => {
    await manager.insert(Backup, { ...run, ...times, ...change });
    await manager.insert(BackupCopy, {
      ...stored,
      id,
      backupId: id,
      ...place,
      key: `${id}.tar`,
      createdAt: at,
      ...copy,
    });
  });
  return id;
}

const ended: Partial<Backup> = {
  ...{ trigger: 'schedule', type: 'full', options: standardOptions, recipients: [], status: 'succeeded', gaps: [] },
  ...{ attempt: 1, token: 1, retries: 0, interruptions: 0, cancelRequested: false, locked: false, notes: '' },
  ...{ verifiedLevel: 0, rawBytes: 100, storedBytes: 100, sha256: 'a'.repeat(64) },
};

const stored: Partial<BackupCopy> = { status: 'stored', attempt: 1, size: 100, sha256: 'a'.repeat(64), failures: 0 };
