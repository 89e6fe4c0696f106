import { Inject, Injectable } from '@nestjs/common';
import type { StoredObject, UploadState } from '@stowbase/storage';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { Database } from '../../database/database';
import { throughOutage } from '../../database/through-outage';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { CopyJob } from '../copy-job.entity';
import type { ClaimState, Outcome, RunError } from '../transitions/claim';
import { DatabaseClock } from '../transitions/database-clock';
import { isDuplicate } from '../transitions/find-live-run';
import { RunChanged } from '../transitions/run-changed';
import { RUN_POLICY, type RunPolicy } from '../transitions/run-policy';
import { StoredTotals } from '../transitions/stored-totals';
import { beginNext } from './begin-job';
import { cancelJob } from './cancel-job';
import { claimOf, type CopyClaim } from './copy-claim';
import { endJob, keepLeftover } from './end-of-job';
import { changeJob, changeTarget } from './job-changes';
import { findRepeatedJob, insertJob, type NewCopy } from './new-job';
import { crashPoint } from '../../lifecycle/crash-point';

/**
 * Every change of a copy job's state. Each is one UPDATE with the old state and the token in its WHERE: a result of false means that the
 * claim is lost, and then nothing else may be written.
 */
@Injectable()
export class CopyTransitions {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    @Inject(RUN_POLICY) private readonly policy: RunPolicy,
    private readonly totals: StoredTotals,
    private readonly audit: AuditLog,
    private readonly changed: RunChanged,
  ) {}

  /**
   * @param open throws unless the destination takes copies; in the transaction, so that it isn't deleted in between
   * @throws ApiError of `insertJob` and `findRepeatedJob`
   */
  async enqueue(wanted: NewCopy, open: (manager: EntityManager) => Promise<unknown>): Promise<CopyJob> {
    const work = async (manager: EntityManager, now: Date): Promise<CopyJob> => {
      const repeated = await findRepeatedJob(manager, wanted, now);
      if (repeated !== null) return repeated;
      await open(manager);
      const job = await insertJob(manager, wanted, now);
      await this.record(manager, job, 'backup.copy', wanted.actor);
      return job;
    };
    const job = await this.write(work).catch((error: unknown) => {
      // On PostgreSQL another one may have asked for the same meanwhile: now it is seen.
      if (!isDuplicate(error)) throw error;
      return this.write(work);
    });
    crashPoint('copy/queued');
    this.changed.ids.next(job.backupId);
    return job;
  }

  async claimNext(): Promise<CopyClaim | null> {
    const claim = await this.write((manager, now) => beginNext(manager, now, this.policy));
    if (claim !== null) crashPoint('copy/claimed');
    if (claim !== null) this.changed.ids.next(claim.backupId);
    return claim;
  }

  renew(claim: CopyClaim): Promise<ClaimState> {
    return this.write(async (manager, now) => {
      const { affected } = await manager
        .createQueryBuilder()
        .update(CopyJob)
        .set({ leaseUntil: new Date(now.getTime() + this.policy.leaseMs) })
        .where("id = :jobId AND token = :token AND status IN ('running', 'committing')", fence(claim))
        .execute();
      return affected === 1 ? readState(manager, claim) : lostState;
    });
  }

  /** Reads only: for a look between two renewals. */
  look(claim: CopyClaim): Promise<ClaimState> {
    return readState(this.database.read, claim);
  }

  /**
   * Before the first byte leaves; what an upload before this one left is kept for a sweep. Also while it is being published: a store that
   * has forgotten its session begins another one. False: don't send it.
   */
  uploading(claim: CopyClaim, key: string, state: UploadState): Promise<boolean> {
    return this.change(claim, async (manager, now) => {
      const before = await manager.findOneBy(BackupCopy, { id: claim.copyId });
      const values = { status: 'uploading', key, uploadState: { ...state } } as const;
      const begun = await changeTarget(manager, claim, ['running', 'committing'], values);
      if (begun && before !== null) await keepLeftover(manager, before, now);
      return begun;
    });
  }

  /** The damaged file that was in the way is deleted: whatever comes now, nothing is there any more. */
  replaced(claim: CopyClaim): Promise<boolean> {
    return this.change(claim, async (manager) => {
      const { jobId: id, token } = claim;
      if (!(await changeJob(manager, { id, token, status: 'running' }, { replaces: 'failed' }))) return false;
      const { size } = await manager.findOneByOrFail(BackupCopy, { id: claim.copyId });
      await this.totals.noteStored(manager, claim.destinationId, { copies: -1, bytes: -(size ?? 0) });
      return true;
    });
  }

  /** The point of no return, to be won before the last Complete, MOVE or link. False: cancelled or lost. */
  beginCommitting({ jobId: id, token, backupId }: CopyClaim): Promise<boolean> {
    const expected = { id, token, status: 'running', cancelRequested: false } as const;
    return this.change(
      { backupId },
      async (manager) =>
        (await changeJob(manager, expected, { status: 'committing' })) ||
        // Won before, with an answer that was lost on its way: nobody else has this token.
        (await manager.existsBy(CopyJob, { id, token, status: 'committing' })),
    );
  }

  /** Behind the point of no return: the copy is stored, and with it the job has succeeded. */
  stored(claim: CopyClaim, object: StoredObject, sha256: string): Promise<boolean> {
    return this.change(claim, async (manager, now) => {
      const { jobId: id, token, destinationId } = claim;
      const { size, etag, versionId, lockedUntil } = object;
      const said = { etag: etag ?? null, versionId: versionId ?? null, objectLockedUntil: lockedUntil ?? null };
      const values = { ...free, size, sha256, ...said, storedAt: now, prunedAt: null };
      if (!(await changeTarget(manager, claim, ['committing'], { ...values, status: 'stored' }))) return false;
      const ended = { status: 'succeeded', leaseUntil: null, finishedAt: now, storedBytes: size } as const;
      await changeJob(manager, { id, token, status: 'committing' }, ended);
      await this.totals.noteStored(manager, destinationId, { copies: 1, bytes: size });
      return true;
    });
  }

  /** Writes the end of a job that isn't stored. False: the claim is lost, or the job has ended. */
  finish(claim: CopyClaim, outcome: Outcome): Promise<boolean> {
    return this.change(claim, async (manager, now) => {
      const { jobId, token } = claim;
      const cause =
        outcome.status === 'failed'
          ? ({ kind: 'failed', error: outcome.error, retriable: outcome.retriable } as const)
          : ({ kind: 'interrupted', error: copyInterrupted } as const);
      if (await endJob(manager, claim, cause, { from: 'running', now, policy: this.policy })) return true;
      if (outcome.status === 'failed')
        return endJob(manager, claim, cause, { from: 'committing', now, policy: this.policy });
      // Only a look at the destination tells. The sweep takes it from here.
      return changeJob(manager, { id: jobId, token, status: 'committing' }, { leaseUntil: now });
    });
  }

  /** @throws ApiError COPY_NOT_FOUND, COPY_FINISHING, COPY_ENDED */
  async requestCancel(backupId: string, jobId: string, actor: Actor): Promise<'cancelled' | 'requested'> {
    const result = await this.write(async (manager, now) => {
      const answer = await cancelJob(manager, backupId, jobId, now);
      await this.record(manager, await manager.findOneByOrFail(CopyJob, { id: jobId }), 'backup.copy.cancel', actor);
      return answer;
    });
    this.changed.ids.next(backupId);
    return result;
  }

  /** Takes a running job away from a worker whose lease is over. */
  interrupt(claim: Pick<CopyClaim, 'jobId' | 'token' | 'backupId'>): Promise<boolean> {
    return this.change(claim, (manager, now) =>
      endJob(
        manager,
        claim,
        { kind: 'interrupted', error: copyInterrupted },
        { from: 'running', now, policy: this.policy, leaseOverAt: now },
      ),
    );
  }

  /** Takes a committing job over, to find out what became of it. Null: it is somebody else's, or its lease still holds. */
  takeOver(job: CopyJob): Promise<CopyClaim | null> {
    return this.write(async (manager, now) => {
      const { id, token } = job;
      const leaseUntil = new Date(now.getTime() + this.policy.leaseMs);
      const expected = { id, token, status: 'committing', leaseOverAt: now } as const;
      const taken = await changeJob(manager, expected, { token: () => 'token + 1', leaseUntil });
      return taken ? { ...claimOf(job), token: token + 1 } : null;
    });
  }

  /** Of one that was finishing and isn't there. @param error null: it is begun again, once; else it has failed */
  giveUp(claim: CopyClaim, error: RunError | null): Promise<boolean> {
    return this.change(claim, (manager, now) =>
      endJob(
        manager,
        claim,
        error === null ? { kind: 'interrupted', error: copyInterrupted } : { kind: 'failed', error, retriable: false },
        { from: 'committing', now, policy: this.policy },
      ),
    );
  }

  private async record(manager: EntityManager, job: CopyJob, action: string, actor: Actor): Promise<void> {
    const { backupId: id, destinationName: destination } = job;
    const { projectName: name } = await manager.findOneByOrFail(Backup, { id });
    await this.audit.record(manager, { actor, action, object: { type: 'backup', id, name }, detail: { destination } });
  }

  private async change(
    { backupId }: Pick<CopyClaim, 'backupId'>,
    work: (manager: EntityManager, now: Date) => Promise<boolean>,
  ): Promise<boolean> {
    const done = await throughOutage(() => this.write(work));
    if (done) this.changed.ids.next(backupId);
    return done;
  }

  private write<T>(work: (manager: EntityManager, now: Date) => Promise<T>): Promise<T> {
    return this.database.write(async (manager) => work(manager, await this.clock.now(manager)));
  }
}

const free = { uploadState: null, retryAt: null, failures: 0, errorCode: null, errorText: null } as const;

const copyInterrupted: RunError = {
  code: 'RUN_INTERRUPTED',
  text: 'The service ended while the backup was copied.',
  next: 'It is started again by itself.',
};

const fence = ({ jobId, token }: CopyClaim): { jobId: string; token: number } => ({ jobId, token });

const lostState: ClaimState = { lost: true, cancelRequested: false };

async function readState(manager: EntityManager, claim: CopyClaim): Promise<ClaimState> {
  const row = await manager
    .createQueryBuilder(CopyJob, 'j')
    .select(['j.id', 'j.cancelRequested'])
    .where("j.id = :jobId AND j.token = :token AND j.status IN ('running', 'committing')", fence(claim))
    .getOne();
  return row === null ? lostState : { lost: false, cancelRequested: row.cancelRequested };
}
