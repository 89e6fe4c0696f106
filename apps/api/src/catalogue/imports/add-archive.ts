import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { Backup } from '../../backups/backup.entity';
import { standardOptions } from '../../backups/backup-options';
import { adoptCopy } from '../../backups/transitions/adopt-copy';
import type { StoredTotals } from '../../backups/transitions/stored-totals';
import type { Project } from '../../projects/project.entity';
import type { Placed } from './place-archive';
import type { ReadArchive } from './read-archive';

export interface Place {
  readonly id: string;
  readonly name: string;
}

/** A backup that was found, as one that succeeded. Its SHA-256 is known when it is read for the first time: until then its origin is not proven. */
export async function addBackup(
  manager: EntityManager,
  totals: StoredTotals,
  found: ReadArchive,
  project: Pick<Project, 'id' | 'name'>,
  place: Place,
  now: Date,
): Promise<void> {
  const { manifest, object, type, gaps, summary } = found;
  const backup: Omit<Backup, 'missedCount' | 'maxRunSeconds' | 'retentionSet'> = {
    id: manifest.backupId,
    projectId: project.id,
    projectName: project.name,
    trigger: 'import',
    scheduleId: null,
    slot: null,
    requestedBy: null,
    type,
    options: { ...standardOptions, compression: { ...manifest.compression } },
    recipients: [...(manifest.encryption?.recipients ?? [])],
    status: 'succeeded',
    attempt: manifest.attempt,
    token: 1,
    retries: 0,
    interruptions: 0,
    leaseUntil: null,
    runAfter: now,
    cancelRequested: false,
    errorCode: null,
    errorText: null,
    errorNext: null,
    gaps,
    createdAt: new Date(manifest.createdAt),
    startedAt: new Date(manifest.createdAt),
    finishedAt: new Date(manifest.finishedAt),
    snapshotTime: new Date(manifest.snapshotAt),
    rawBytes: manifest.rawBytes,
    storedBytes: object.size,
    sha256: null,
    contents: summary,
    profile: null,
    progress: null,
    verifiedLevel: 0,
    verifiedAt: null,
    locked: false,
    notes: '',
    deletedAt: null,
  };
  await manager.insert(Backup, backup);
  await addCopy(manager, totals, { backupId: backup.id, attempt: backup.attempt, sha256: null }, found, place, now);
}

/** One more copy of a backup that the records know; or the row of one comes back. False: somebody else was faster. */
export async function keepCopy(
  manager: EntityManager,
  totals: StoredTotals,
  { kind, backup, copy }: Placed,
  found: ReadArchive,
  place: Place,
  now: Date,
): Promise<boolean> {
  if (backup === null) return false;
  const { object } = found;
  if (copy === null) {
    // Its hash is not that of the row until it was read: whoever may write there could have made it.
    const { id: backupId, attempt } = backup;
    await addCopy(manager, totals, { backupId, attempt, sha256: null }, found, place, now);
    return true;
  }
  if (kind === 'copy') {
    if (!(await adoptCopy(manager, copy, object, backup.sha256))) return false;
  } else {
    const { key, etag, versionId } = object;
    const back = { status: 'stored', key, etag: etag ?? null, versionId: versionId ?? null, checkedAt: null } as const;
    const change = { ...back, errorCode: null, errorText: null };
    const { id, status, key: before } = copy;
    const { affected } = await manager.update(
      BackupCopy,
      { id, status, ...(before === null ? {} : { key: before }) },
      change,
    );
    if (affected !== 1) return false;
    // It was counted all the time.
    if (status === 'stored') return true;
  }
  await totals.noteStored(manager, place.id, { copies: 1, bytes: object.size });
  return true;
}

async function addCopy(
  manager: EntityManager,
  totals: StoredTotals,
  of: Pick<BackupCopy, 'backupId' | 'attempt' | 'sha256'>,
  { object }: ReadArchive,
  place: Place,
  now: Date,
): Promise<void> {
  const copy: Partial<BackupCopy> = {
    ...of,
    id: randomUUID(),
    destinationId: place.id,
    destinationName: place.name,
    key: object.key,
    status: 'stored',
    uploadState: null,
    size: object.size,
    etag: object.etag ?? null,
    versionId: object.versionId ?? null,
    storedAt: object.modified,
    errorCode: null,
    errorText: null,
    retryAt: null,
    objectLockedUntil: object.lockedUntil ?? null,
    // Found there, not made now: nothing is deleted because of it.
    prunedAt: now,
    failures: 0,
    createdAt: now,
    checkedAt: null,
  };
  await manager.insert(BackupCopy, copy);
  await totals.noteStored(manager, place.id, { copies: 1, bytes: object.size });
}
