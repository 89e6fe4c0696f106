import { randomUUID } from 'node:crypto';
import type { ImportJob, ImportMode } from '../import-job.entity';

export const newImport = (
  destination: { readonly id: string; readonly name: string },
  mode: ImportMode,
  requestedBy: string,
  now: Date,
): ImportJob => ({
  id: randomUUID(),
  destinationId: destination.id,
  destinationName: destination.name,
  mode,
  status: 'queued',
  requestedBy: requestedBy.slice(0, 100),
  token: 0,
  interruptions: 0,
  leaseUntil: null,
  cancelRequested: false,
  counts: { seen: 0 },
  errorCode: null,
  errorText: null,
  errorNext: null,
  createdAt: now,
  startedAt: null,
  finishedAt: null,
});
