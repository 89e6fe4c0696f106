import type { EntityManager } from 'typeorm';
import { engine } from '../../database/column-types';
import { CopyJob } from '../copy-job.entity';
import type { RunPolicy } from '../transitions/run-policy';
import { claimOf, type CopyClaim } from './copy-claim';
import { changeJob } from './job-changes';

/** Of `pg_advisory_xact_lock`: two workers must not count the running ones at the same time. */
const claimLock = 7_369_004;

/** The copy that waits longest, as `running`. Null: there is none, or others are under way. */
export async function beginNext(manager: EntityManager, now: Date, policy: RunPolicy): Promise<CopyClaim | null> {
  if (engine === 'postgres') await manager.query('SELECT pg_advisory_xact_lock($1)', [claimLock]);
  const busy = await manager
    .createQueryBuilder(CopyJob, 'j')
    .where("j.status IN ('running', 'committing') AND j.leaseUntil >= :now", { now })
    .getCount();
  if (busy >= policy.copiesAtOnce) return null;
  const next = await manager
    .createQueryBuilder(CopyJob, 'j')
    .where("j.status = 'queued' AND j.runAfter <= :now", { now })
    .orderBy('j.runAfter', 'ASC')
    .addOrderBy('j.id', 'ASC')
    .limit(1)
    .getOne();
  if (next === null) return null;
  const { id, token } = next;
  const begun = await changeJob(
    manager,
    { id, token, status: 'queued' },
    {
      status: 'running',
      token: () => 'token + 1',
      leaseUntil: new Date(now.getTime() + policy.leaseMs),
      startedAt: now,
      storedBytes: 0,
      errorCode: null,
      errorText: null,
      errorNext: null,
    },
  );
  return begun ? { ...claimOf(next), token: token + 1 } : null;
}
