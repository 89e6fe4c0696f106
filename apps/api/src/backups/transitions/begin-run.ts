import type { EntityManager } from 'typeorm';
import { engine } from '../../database/column-types';
import { noteBegin } from '../../notifications/ends/note-run';
import { Backup } from '../backup.entity';
import type { Claim } from './claim';
import { claimedCopies } from './copies-of-attempt';
import { changeRun } from './run-changes';
import type { RunPolicy } from './run-policy';

/** Of `pg_advisory_xact_lock`: two workers must not count the running ones at the same time. */
const claimLock = 7_369_003;

/** No retry waits so long: what is to be begun later than this was queued while the clock was wrong. Milliseconds. */
const farAheadMs = 24 * 3600_000;

/**
 * Takes a place, for the queue: somebody works on it, or may wake up and go on until a sweep has taken it away. A browser may be slow for
 * hours, and a destination may not be able to tell for long what became of a run whose worker is gone; neither holds up other backups.
 */
const isWorkedOn = `(b.status = 'running' OR (b.status = 'committing' AND b.lease_until >= :now)) AND NOT EXISTS (
  SELECT 1 FROM backup_copies c WHERE c.backup_id = b.id AND c.attempt = b.attempt AND c.storage_destination_id IS NULL)`;

/** One worker after the other looks and takes: until the end of the transaction. On SQLite there is one writer anyway. */
export async function lockPlaces(manager: EntityManager): Promise<void> {
  if (engine === 'postgres') await manager.query('SELECT pg_advisory_xact_lock($1)', [claimLock]);
}

/**
 * The queued runs that may begin now, at most as many as there are places: of the projects that ran least recently, then those that wait
 * longest.
 */
export async function findStartable(manager: EntityManager, now: Date, policy: RunPolicy): Promise<Backup[]> {
  const busy = await manager.createQueryBuilder(Backup, 'b').where(isWorkedOn, { now }).getCount();
  if (busy >= policy.limit) return [];
  return manager
    .createQueryBuilder(Backup, 'b')
    .addSelect('(SELECT MAX(p.started_at) FROM backups p WHERE p.project_id = b.project_id)', 'last_start')
    .where("b.status = 'queued' AND b.deleted_at IS NULL")
    .andWhere('(b.run_after <= :now OR b.run_after > :farAhead)', {
      now,
      farAhead: new Date(now.getTime() + farAheadMs),
    })
    .orderBy('last_start', 'ASC', 'NULLS FIRST')
    .addOrderBy('b.runAfter', 'ASC')
    .addOrderBy('b.id', 'ASC')
    .limit(policy.limit - busy)
    .getMany();
}

/** queued → running. Null: somebody else was faster. */
export async function beginRun(
  manager: EntityManager,
  run: Pick<Backup, 'id' | 'projectId' | 'token' | 'attempt'>,
  now: Date,
  policy: RunPolicy,
): Promise<Claim | null> {
  const begun = await changeRun(
    manager,
    { id: run.id, status: 'queued', token: run.token },
    {
      status: 'running',
      token: () => 'token + 1',
      attempt: () => 'attempt + 1',
      leaseUntil: new Date(now.getTime() + policy.leaseMs),
      startedAt: now,
      finishedAt: null,
      errorCode: null,
      errorText: null,
      errorNext: null,
    },
  );
  if (!begun) return null;
  await noteBegin(manager, run.id, now);
  const attempt = run.attempt + 1;
  return {
    backupId: run.id,
    projectId: run.projectId,
    token: run.token + 1,
    attempt,
    copies: await claimedCopies(manager, run.id, attempt),
  };
}
