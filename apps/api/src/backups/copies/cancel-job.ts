import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import { CopyJob } from '../copy-job.entity';
import { fail } from './copies.errors';
import { copyCancelled } from './end-of-job';
import { changeJob } from './job-changes';

/** @throws ApiError COPY_NOT_FOUND, COPY_FINISHING, COPY_ENDED */
export async function cancelJob(
  manager: EntityManager,
  backupId: string,
  id: string,
  now: Date,
): Promise<'cancelled' | 'requested'> {
  // The state may change between looking and changing; it can do so a few times at most before the job has ended.
  for (let tries = 0; tries < 8; tries += 1) {
    const job = await manager.findOneBy(CopyJob, { id, backupId });
    if (job === null) throw fail('COPY_NOT_FOUND', 'Nothing with this id was asked to be copied.');
    const expected = { id, status: job.status, token: job.token };
    switch (job.status) {
      case 'queued': {
        const values = {
          status: 'cancelled',
          token: () => 'token + 1',
          cancelRequested: true,
          finishedAt: now,
          errorCode: copyCancelled.code,
          errorText: copyCancelled.text,
          errorNext: copyCancelled.next,
        } as const;
        if (!(await changeJob(manager, expected, values))) continue;
        const status = job.replaces ?? 'deleted';
        await manager.update(BackupCopy, { id: job.copyId, status: 'pending' }, { status });
        return 'cancelled';
      }
      case 'running':
        if (await changeJob(manager, expected, { cancelRequested: true })) return 'requested';
        continue;
      case 'committing':
        throw fail('COPY_FINISHING', `Every byte is at ${job.destinationName} already, and is being published.`, {
          nextStep: 'Wait a moment; delete the copy afterwards if you don’t want it.',
        });
      case 'succeeded':
      case 'failed':
      case 'cancelled':
      case 'interrupted':
        throw fail('COPY_ENDED', `The copy to ${job.destinationName} has ended already: it ${ended[job.status]}.`, {
          nextStep: 'Nothing is left to cancel.',
          more: { state: job.status },
        });
    }
  }
  throw new Error('the state of a copy changed without end');
}

const ended = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
} as const;
