import { Inject, Injectable } from '@nestjs/common';
import type { UploadState } from '@stowbase/storage';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { Database } from '../../database/database';
import { throughOutage } from '../../database/through-outage';
import { Backup } from '../backup.entity';
import { beginRun, findStartable, lockPlaces } from './begin-run';
import { cancelRun } from './cancel-run';
import type { Claim, ClaimState, CopyResult, NewRun, Outcome, RunError, RunFacts, Ticket, Waiting } from './claim';
import { DatabaseClock } from './database-clock';
import { endAttempt } from './end-attempt';
import { isDuplicate } from './find-live-run';
import { finishRun } from './finish-run';
import { findRepeated, insertRun } from './new-run';
import { changeRun } from './run-changes';
import { RunChanged } from './run-changed';
import { RUN_POLICY, type RunPolicy } from './run-policy';
import { beginUpload, settleCopy } from './settle-copy';
import { StoredTotals } from './stored-totals';
import { takeOver } from './take-over';
import { crashPoint } from '../../lifecycle/crash-point';

/**
 * Every change of a run's state. Each is one UPDATE with the old state and the token in its WHERE: a result of false means that the
 * claim is lost, and then nothing else may be written.
 */
@Injectable()
export class RunTransitions {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    @Inject(RUN_POLICY) private readonly policy: RunPolicy,
    private readonly totals: StoredTotals,
    private readonly audit: AuditLog,
    private readonly changed: RunChanged,
  ) {}

  /** @throws ApiError RUN_ACTIVE with `more.backupId` when the project has a live run; IDEMPOTENCY_KEY_REUSED */
  async enqueue(request: NewRun): Promise<Backup> {
    const run = await this.addRun(async (manager, now) => {
      const repeated = await findRepeated(manager, request, now);
      return repeated ?? insertRun(manager, request, now, this.audit);
    });
    crashPoint('run/queued');
    this.changed.ids.next(run.id);
    return run;
  }

  /** The next run that may begin, as `running`; null when there is none or the limit is reached. */
  async claimNext(): Promise<Claim | null> {
    return this.claimOne(() => true);
  }

  /**
   * This attempt of this run, as `running`; null when it isn't its turn (others wait longer, the limit is reached), or when it is somebody
   * else's by now.
   */
  claim({ backupId, attempt }: Ticket): Promise<Claim | null> {
    return this.claimOne((run) => run.id === backupId && run.attempt + 1 === attempt);
  }

  /** What may begin now, in its order: at most as many as there are places. */
  async startable(): Promise<Waiting[]> {
    const { read } = this.database;
    const runs = await findStartable(read, await this.clock.now(read), this.policy);
    return runs.map(({ id, projectId, attempt }) => ({ backupId: id, projectId, attempt: attempt + 1 }));
  }

  /**
   * A run into a browser: `running` at once, beside the limit, one copy without a destination, never tried again.
   * @throws ApiError RUN_ACTIVE
   */
  async beginDirect(request: NewRun): Promise<Claim> {
    const direct = { ...request, destinations: [] };
    const claim = await this.addRun(async (manager, now) => {
      const claim = await beginRun(manager, await insertRun(manager, direct, now, this.audit), now, this.policy);
      if (claim === null) throw new Error('a run that was just made is somebody else’s');
      return claim;
    });
    crashPoint('direct/begun');
    this.changed.ids.next(claim.backupId);
    return claim;
  }

  renew(claim: Claim): Promise<ClaimState> {
    return this.write(async (manager, now) => {
      const leaseUntil = new Date(now.getTime() + this.policy.leaseMs);
      const { affected } = await manager
        .createQueryBuilder()
        .update(Backup)
        .set({ leaseUntil })
        .where("id = :backupId AND token = :token AND status IN ('running', 'committing')", {
          backupId: claim.backupId,
          token: claim.token,
        })
        .execute();
      return affected === 1 ? readState(manager, claim) : lostState;
    });
  }

  /** Reads only: for a look between two renewals. */
  look(claim: Claim): Promise<ClaimState> {
    return readState(this.database.read, claim);
  }

  /** Before the first byte leaves. False: don't send it. */
  copyUploading(claim: Claim, copyId: string, key: string, state: UploadState): Promise<boolean> {
    return this.change(claim, (manager, now) => beginUpload(manager, claim, copyId, { key, state }, now));
  }

  copySettled(claim: Claim, copyId: string, result: CopyResult): Promise<boolean> {
    return this.change(claim, async (manager, now) => {
      if (!(await settleCopy(manager, claim, copyId, result, now))) return false;
      const destinationId = claim.copies.find(({ id }) => id === copyId)?.destinationId ?? null;
      if (result.status === 'stored' && destinationId !== null) {
        await this.totals.noteStored(manager, destinationId, { copies: 1, bytes: result.object.size });
      }
      return true;
    });
  }

  /**
   * The point of no return, to be won before the last Complete, MOVE or link of any destination. Keeps what is known of the archive,
   * so that a crash from here on can be resolved. False: cancelled or lost; abort the uploads and call `finish` with `stopped`.
   */
  beginCommitting(claim: Claim, facts: RunFacts): Promise<boolean> {
    const { backupId: id, token } = claim;
    return this.change(claim, async (manager) => {
      const running = { id, token, status: 'running', cancelRequested: false } as const;
      if (await changeRun(manager, running, { ...facts, gaps: [...facts.gaps], status: 'committing' })) return true;
      // Won before, with an answer that was lost on its way: nobody else has this token.
      return manager.existsBy(Backup, { id, token, status: 'committing', sha256: facts.sha256 });
    });
  }

  finish(claim: Claim, outcome: Outcome): Promise<boolean> {
    return this.change(claim, (manager, now) => finishRun(manager, claim, outcome, now, this.policy));
  }

  /**
   * @param actor null: the service itself
   * @throws ApiError BACKUP_FINISHING, BACKUP_FINISHED, BACKUP_NOT_FOUND
   */
  async requestCancel(id: string, actor: Actor | null = null): Promise<'cancelled' | 'requested'> {
    const result = await this.write(async (manager, now) => {
      const answer = await cancelRun(manager, id, now);
      await this.audit.record(manager, {
        actor,
        action: 'backup.cancel',
        object: { type: 'backup', id, name: (await manager.findOneByOrFail(Backup, { id })).projectName },
      });
      return answer;
    });
    crashPoint('run/cancel-requested');
    this.changed.ids.next(id);
    return result;
  }

  /**
   * Takes a running run away from a worker that is dead or stops.
   * @param onlyExpired leaves it to a worker whose lease still holds
   */
  interrupt(run: Pick<Claim, 'backupId' | 'token'>, why: RunError, onlyExpired = false): Promise<boolean> {
    return this.change(run, (manager, now) =>
      endAttempt(
        manager,
        run,
        { kind: 'interrupted', error: why },
        { from: 'running', now, policy: this.policy, ...(onlyExpired ? { leaseOverAt: now } : {}) },
      ),
    );
  }

  /**
   * Takes a committing run over, to find out what became of it: the former worker writes nothing more. Null: it is somebody else's.
   * @param onlyExpired leaves it to a worker whose lease still holds
   */
  takeOver(run: Pick<Claim, 'backupId' | 'token'>, onlyExpired = false): Promise<Claim | null> {
    return this.write((manager, now) => takeOver(manager, run, now, this.policy, onlyExpired));
  }

  private async claimOne(fits: (run: Backup) => boolean): Promise<Claim | null> {
    const claim = await this.write(async (manager, now) => {
      await lockPlaces(manager);
      const next = (await findStartable(manager, now, this.policy)).find(fits);
      return next === undefined ? null : beginRun(manager, next, now, this.policy);
    });
    if (claim !== null) crashPoint('run/claimed');
    if (claim !== null) this.changed.ids.next(claim.backupId);
    return claim;
  }

  private addRun<T>(work: (manager: EntityManager, now: Date) => Promise<T>): Promise<T> {
    // On PostgreSQL another one may have added its run or its key meanwhile: now it is seen.
    return this.write(work).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
      return this.write(work);
    });
  }

  private async change(
    run: Pick<Claim, 'backupId'>,
    work: (manager: EntityManager, now: Date) => Promise<boolean>,
  ): Promise<boolean> {
    const done = await throughOutage(() => this.write(work));
    if (done) this.changed.ids.next(run.backupId);
    return done;
  }

  private write<T>(work: (manager: EntityManager, now: Date) => Promise<T>): Promise<T> {
    return this.database.write(async (manager) => work(manager, await this.clock.now(manager)));
  }
}

const lostState: ClaimState = { lost: true, cancelRequested: false };

async function readState(manager: EntityManager, { backupId, token }: Claim): Promise<ClaimState> {
  const row = await manager
    .createQueryBuilder(Backup, 'b')
    .select(['b.id', 'b.cancelRequested'])
    .where("b.id = :backupId AND b.token = :token AND b.status IN ('running', 'committing')", { backupId, token })
    .getOne();
  return row === null ? lostState : { lost: false, cancelRequested: row.cancelRequested };
}
