import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import { noteEnd } from '../../notifications/ends/note-run';
import type { Claim, Outcome, RunError } from './claim';
import { endAttempt } from './end-attempt';
import { allCopiesSettled, changeRun, hasCopyThere } from './run-changes';
import type { EndCause, RunPolicy } from './run-policy';

export const stoppedError: RunError = {
  code: 'RUN_INTERRUPTED',
  text: 'The service stopped while the backup ran.',
  next: 'It is started again by itself.',
};

/** Writes the end of a run. False: the claim is lost, or the run has ended. */
export async function finishRun(
  manager: EntityManager,
  claim: Claim,
  outcome: Outcome,
  now: Date,
  policy: RunPolicy,
): Promise<boolean> {
  const cause = await causeOf(manager, claim, outcome);
  if (outcome.status !== 'succeeded' && (await endAttempt(manager, claim, cause, { from: 'running', now, policy }))) {
    return true;
  }
  const committing = { id: claim.backupId, status: 'committing', token: claim.token } as const;
  const succeeded = { status: 'succeeded', finishedAt: now, leaseUntil: null, progress: null } as const;
  if (await changeRun(manager, committing, succeeded, `${allCopiesSettled} AND ${hasCopyThere}`)) {
    await noteEnd(manager, claim.backupId, now);
    return true;
  }
  if (await endAttempt(manager, claim, cause, { from: 'committing', now, policy, condition: allCopiesSettled }))
    return true;
  // A copy is neither stored nor failed: only a look at its destination tells. The sweep takes it from here.
  return changeRun(manager, committing, { leaseUntil: now });
}

async function causeOf(manager: EntityManager, claim: Claim, outcome: Outcome): Promise<EndCause> {
  switch (outcome.status) {
    case 'failed':
      return { kind: 'failed', error: outcome.error, retriable: outcome.retriable };
    case 'stopped':
      return { kind: 'interrupted', error: stoppedError };
    case 'succeeded':
      return { kind: 'failed', error: await whyNothingIsStored(manager, claim), retriable: false };
  }
}

async function whyNothingIsStored(manager: EntityManager, { backupId, attempt }: Claim): Promise<RunError> {
  const failed = await manager.findOne(BackupCopy, {
    where: { backupId, attempt, status: 'failed' },
    order: { destinationName: 'ASC', id: 'ASC' },
  });
  return {
    code: failed?.errorCode ?? 'NOT_STORED',
    text: failed?.errorText ?? 'The backup reached none of its destinations.',
    next: 'Test the connection of the destination, then start the backup again.',
  };
}
