import { signal } from '@angular/core';
import type { CopyJobDto } from '../../api/models/copy-job-dto';
import type { CopyJobs } from '../../backups/run/copies/copy-jobs';
import { aBackup, aCopy, MiB } from '../../backups/testing/backups';
import { Attempt } from '../../feedback/attempt';
import { now } from './now';

const missing = { key: null, size: null, sha256: null, storedAt: null };

/** One copy that failed, one on its way, one that waits to be tried again, one being published, one that is damaged. */
export const partlyStored = aBackup({
  shownStatus: 'partly_stored',
  copies: [
    aCopy({ id: 'local' }),
    aCopy({
      ...missing,
      id: 'failed',
      destinationName: 'Drive archive',
      status: 'failed',
      error: {
        code: 'REAUTH_REQUIRED',
        text: 'Google no longer accepts this sign-in: it was taken back or has ended.',
        nextStep: 'Sign in to Google again.',
      },
    }),
    aCopy({ ...missing, id: 'running', destinationName: 'R2 stowbase-eu', status: 'uploading' }),
    aCopy({ ...missing, id: 'queued', destinationName: 'Nextcloud', status: 'pending' }),
    aCopy({ ...missing, id: 'committing', destinationName: 'MinIO office', status: 'uploading' }),
    aCopy({ id: 'damaged', destinationName: 'Old disk', status: 'damaged' }),
  ],
});

const job = (copyId: string, destinationName: string, change: Partial<CopyJobDto>): CopyJobDto => ({
  id: `job-${copyId}`,
  backupId: 'b1',
  copyId,
  destinationId: copyId,
  destinationName,
  status: 'running',
  cancelRequested: false,
  error: null,
  size: 40 * MiB,
  storedBytes: 12 * MiB,
  bytesPerSecond: 3.2 * MiB,
  secondsLeft: 9,
  requestedBy: 'Olga Owner',
  createdAt: now.toISOString(),
  runAfter: now.toISOString(),
  startedAt: now.toISOString(),
  finishedAt: null,
  ...change,
});

export const jobs: CopyJobs = {
  active: signal(
    new Map(
      [
        job('running', 'R2 stowbase-eu', {}),
        job('queued', 'Nextcloud', {
          status: 'queued',
          storedBytes: 0,
          runAfter: new Date(now.getTime() + 4 * 60_000).toISOString(),
          error: { code: 'STORAGE_UNREACHABLE', text: 'cloud.acme.example cannot be reached.', nextStep: null },
        }),
        job('committing', 'MinIO office', { status: 'committing', storedBytes: 40 * MiB }),
      ].map((each) => [each.copyId, each]),
    ),
  ),
  attempt: new Attempt(),
  start: () => Promise.resolve(true),
  cancel: () => Promise.resolve(),
};
