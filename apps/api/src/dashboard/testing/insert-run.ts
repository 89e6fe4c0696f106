import { randomUUID } from 'node:crypto';
import { standardOptions } from '../../backups/backup-options';
import { BackupCopy, type CopyStatus } from '../../backups/backup-copy.entity';
import { Backup } from '../../backups/backup.entity';
import type { Database } from '../../database/database';

export interface InsertedRun extends Partial<Omit<Backup, 'projectId'>> {
  readonly projectId: string;
  /** When it was asked for, begun and took its snapshot; it took five minutes. */
  readonly at: Date;
  readonly copies?: readonly { readonly id: string; readonly name: string; readonly status: CopyStatus }[];
}

/** A run that has ended, or is as `change` says, without anything that ran. */
export async function insertRun(database: Database, { at, copies = [], ...change }: InsertedRun): Promise<string> {
  const id = randomUUID();
  await database.write(async (manager) => {
    await manager.insert(Backup, {
      ...values,
      id,
      createdAt: at,
      runAfter: at,
      startedAt: at,
      snapshotTime: at,
      finishedAt: new Date(at.getTime() + 300_000),
      ...change,
    });
    for (const { id: destinationId, name, status } of copies)
      await manager.insert(BackupCopy, {
        id: randomUUID(),
        backupId: id,
        destinationId,
        destinationName: name,
        attempt: change.attempt ?? 1,
        key: 'some.tar',
        status,
        uploadState: null,
        size: 1024,
        sha256: null,
        etag: null,
        versionId: null,
        storedAt: status === 'stored' ? at : null,
        errorCode: null,
        errorText: null,
        retryAt: null,
        failures: 0,
        createdAt: at,
      });
  });
  return id;
}

const values = {
  projectName: 'Shop',
  trigger: 'schedule',
  scheduleId: null,
  slot: null,
  requestedBy: null,
  type: 'full',
  options: standardOptions,
  recipients: [],
  status: 'succeeded',
  attempt: 1,
  token: 1,
  retries: 0,
  interruptions: 0,
  leaseUntil: null,
  cancelRequested: false,
  errorCode: null,
  errorText: null,
  errorNext: null,
  gaps: [],
  rawBytes: 5000,
  storedBytes: 1024,
  sha256: 'a'.repeat(64),
  contents: null,
  profile: null,
  progress: null,
  verifiedLevel: 0,
  verifiedAt: null,
  locked: false,
  notes: '',
  deletedAt: null,
} satisfies Partial<Backup>;
