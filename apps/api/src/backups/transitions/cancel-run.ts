import type { EntityManager } from 'typeorm';
import { Backup } from '../backup.entity';
import { fail } from '../records/backups.errors';
import { giveUpCopies } from './copies-of-attempt';
import { changeRun } from './run-changes';
import { cancelledError } from './run-policy';

/** @throws ApiError BACKUP_NOT_FOUND, BACKUP_FINISHING, BACKUP_FINISHED */
export async function cancelRun(manager: EntityManager, id: string, now: Date): Promise<'cancelled' | 'requested'> {
  // The state may change between looking and changing; it can do so a few times at most before the run has ended.
  for (let tries = 0; tries < 8; tries += 1) {
    const run = await manager.findOneBy(Backup, { id });
    if (run === null) throw fail('BACKUP_NOT_FOUND', 'There is no backup with this id.');
    const expected = { id, status: run.status, token: run.token };
    switch (run.status) {
      case 'queued': {
        const values = {
          status: 'cancelled',
          token: () => 'token + 1',
          cancelRequested: true,
          finishedAt: now,
          errorCode: cancelledError.code,
          errorText: cancelledError.text,
          errorNext: cancelledError.next,
        } as const;
        if (!(await changeRun(manager, expected, values))) continue;
        await giveUpCopies(manager, id, run.attempt + 1, cancelledError, now);
        return 'cancelled';
      }
      case 'running':
        if (await changeRun(manager, expected, { cancelRequested: true })) return 'requested';
        continue;
      case 'committing':
        throw fail('BACKUP_FINISHING', 'The backup is finishing: its archive is complete and is being stored.', {
          nextStep: 'Wait a moment; delete it afterwards if you don’t want it.',
        });
      case 'succeeded':
      case 'failed':
      case 'cancelled':
      case 'interrupted':
      case 'missed':
        throw fail('BACKUP_FINISHED', `The backup has ended already: it ${ended[run.status]}.`, {
          nextStep: 'Nothing is left to cancel.',
          more: { state: run.status },
        });
    }
  }
  throw new Error('the state of a run changed without end');
}

const ended = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
  missed: 'was missed',
} as const;
