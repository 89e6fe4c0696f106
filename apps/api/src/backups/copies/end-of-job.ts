import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import { CopyJob } from '../copy-job.entity';
import type { RunError } from '../transitions/claim';
import { cancelledError, decideEnding, type EndCause, type Ending, type RunPolicy } from '../transitions/run-policy';
import { changeJob } from './job-changes';

export const copyCancelled: RunError = {
  code: cancelledError.code,
  text: 'Copying was cancelled before it was done.',
  next: 'Start it again when you are ready.',
};

export interface EndOfJobOptions {
  readonly from: 'running' | 'committing';
  readonly now: Date;
  readonly policy: RunPolicy;
  /** Leaves it to a worker whose lease still holds then. */
  readonly leaseOverAt?: Date;
}

/** Ends a job without success: failed, cancelled or interrupted, or queued again. False: lost. */
export async function endJob(
  manager: EntityManager,
  claim: { readonly jobId: string; readonly token: number },
  cause: EndCause,
  { from, now, policy, leaseOverAt }: EndOfJobOptions,
): Promise<boolean> {
  // Twice: between the two statements a cancel may have been asked for, and nothing else.
  for (let tries = 0; tries < 2; tries += 1) {
    const job = await manager.findOneBy(CopyJob, { id: claim.jobId, token: claim.token, status: from });
    if (job === null) return false;
    const ending = decideEnding(job, cause, false, policy);
    const { id, token, cancelRequested } = job;
    const expected = {
      ...{ id, token, cancelRequested, status: from },
      ...(leaseOverAt === undefined ? {} : { leaseOverAt }),
    };
    if (!(await changeJob(manager, expected, valuesOf(ending, job, now)))) continue;
    await endTarget(manager, job, ending, now);
    return true;
  }
  return false;
}

function valuesOf(ending: Ending, job: CopyJob, now: Date): Parameters<typeof changeJob>[2] {
  const error = ending.status === 'cancelled' ? copyCancelled : ending.error;
  const common = {
    status: ending.status,
    // Whoever still works on it has lost it.
    token: () => 'token + 1',
    leaseUntil: null,
    storedBytes: 0,
    errorCode: error?.code ?? null,
    errorText: error?.text ?? null,
    errorNext: error?.next ?? null,
  };
  if (ending.status !== 'queued') return { ...common, finishedAt: now };
  return { ...common, runAfter: new Date(now.getTime() + ending.waitMs), [ending.counts]: job[ending.counts] + 1 };
}

/** The row of the copy says what is true now; what was begun of it is left to the sweep. */
async function endTarget(manager: EntityManager, job: CopyJob, ending: Ending, now: Date): Promise<void> {
  const target = await manager.findOneBy(BackupCopy, { id: job.copyId });
  if (target === null || (target.status !== 'pending' && target.status !== 'uploading')) return;
  const status = statusOf(ending, job);
  const error = ending.status === 'cancelled' ? copyCancelled : ending.error;
  const told = { errorCode: error?.code ?? null, errorText: error?.text ?? null };
  switch (status) {
    case 'failed':
    case 'deleted': {
      // By its own row: what turns out to be whole there is adopted.
      const retryAt = target.uploadState === null ? null : now;
      await manager.update(BackupCopy, { id: target.id }, { status, retryAt, ...told });
      return;
    }
    case 'pending':
    case 'damaged':
    case 'missing':
      await keepLeftover(manager, target, now);
      await manager.update(BackupCopy, { id: target.id }, { ...sweptApart, status, ...told });
  }
}

const sweptApart = { uploadState: null, retryAt: null, failures: 0 } as const;

function statusOf(ending: Ending, { replaces }: CopyJob): 'pending' | 'failed' | 'deleted' | 'damaged' | 'missing' {
  switch (ending.status) {
    case 'queued':
      return 'pending';
    case 'cancelled':
      // A place that was never asked for before isn't missing anything.
      return replaces ?? 'deleted';
    case 'failed':
    case 'interrupted':
      return replaces === 'damaged' ? 'damaged' : 'failed';
  }
}

/** What an upload left is removed by its own row: that of the copy says what became of the copy. */
export async function keepLeftover(manager: EntityManager, row: BackupCopy, now: Date): Promise<void> {
  if (row.uploadState === null || row.key === null) return;
  await manager.insert(BackupCopy, {
    ...{ ...row, id: randomUUID(), status: 'deleted', storedAt: null, createdAt: now, retryAt: now, failures: 0 },
  });
}
