import type { EntityManager } from 'typeorm';
import { Backup } from '../backup.entity';
import type { Claim } from './claim';
import { claimedCopies } from './copies-of-attempt';
import { changeRun } from './run-changes';
import type { RunPolicy } from './run-policy';

export async function takeOver(
  manager: EntityManager,
  { backupId, token }: Pick<Claim, 'backupId' | 'token'>,
  now: Date,
  policy: RunPolicy,
  onlyExpired: boolean,
): Promise<Claim | null> {
  const taken = await changeRun(
    manager,
    { id: backupId, status: 'committing', token, ...(onlyExpired ? { leaseOverAt: now } : {}) },
    { token: () => 'token + 1', leaseUntil: new Date(now.getTime() + policy.leaseMs) },
  );
  if (!taken) return null;
  const { projectId, attempt } = await manager.findOneByOrFail(Backup, { id: backupId });
  return { backupId, projectId, token: token + 1, attempt, copies: await claimedCopies(manager, backupId, attempt) };
}
