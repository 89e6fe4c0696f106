import { Logger } from '@nestjs/common';
import { sweepRunFolders } from '@stowbase/postgres';
import { In, LessThan } from 'typeorm';
import type { Database } from '../../database/database';
import { Destination } from '../../storage/destination.entity';
import { Backup } from '../backup.entity';
import type { CopySweep } from '../copies/copy-sweep';
import { IdempotencyKey } from '../idempotency-key.entity';
import type { RunError } from '../transitions/claim';
import type { DatabaseClock } from '../transitions/database-clock';
import { keyLifeMs } from '../transitions/new-run';
import type { RunTransitions } from '../transitions/run-transitions';
import type { Deletions } from './deletions';
import type { Leftovers } from './leftovers';
import type { Reconcile } from './reconcile';
import type { ResolveCommitting } from './resolve-committing';

export interface SweepParts {
  readonly committing: ResolveCommitting;
  readonly leftovers: Leftovers;
  readonly deletions: Deletions;
  readonly reconcile: Reconcile;
  readonly copies: CopySweep;
}

/** Ends what dead workers left open, removes what is to be removed. `sweep` and `reconcileAll` never reject: there is always a next turn. */
export class Sweeper {
  private readonly logger = new Logger('Sweep');

  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly transitions: RunTransitions,
    private readonly parts: SweepParts,
  ) {}

  /**
   * Before anything is begun. On SQLite there is one process, and it has just started: whatever is running or finishing is dead, and
   * says so from now on. Touches the tables only; the destinations are asked by the first `sweep`. Pass files of dead processes go, too.
   */
  async recover(): Promise<void> {
    await this.step('files of dead processes', async () => void (await sweepRunFolders()));
    if (this.database.engine === 'sqlite') await this.endLeases();
    await this.parts.copies.recover();
    await this.endRunning();
  }

  /** Everything that is due. @param stop ends it between two things */
  async sweep(stop: AbortSignal = never): Promise<void> {
    await this.step('runs whose worker is gone', () => this.endRunning());
    await this.step('runs that were finishing', () => this.resolveCommitting(stop));
    await this.step('copies whose worker is gone', async () => this.parts.copies.sweep(await this.now(), stop));
    await this.step('leftovers', async () => this.parts.leftovers.sweep(await this.now(), stop));
    await this.step('deletions', async () => this.parts.deletions.work(await this.now(), stop));
    await this.step('idempotency keys', () => this.forgetKeys());
  }

  /** Once a day: forgets what is old, and lists each destination. @param stop ends it between two of them */
  async reconcileAll(stop: AbortSignal = never): Promise<void> {
    await this.step('copies of long ago', async () => this.parts.copies.forget(await this.now(), stop));
    let ids: string[] = [];
    await this.step('the list of destinations', async () => {
      const destinations = await this.database.read.find(Destination, { select: { id: true }, take: 500 });
      ids = destinations.map(({ id }) => id);
    });
    for (const id of ids) {
      if (stop.aborted) return;
      await this.step('the comparison with a destination', async () =>
        this.parts.reconcile.reconcile(id, await this.now(), stop),
      );
    }
  }

  private async endLeases(): Promise<void> {
    await this.database.write((manager) =>
      manager.update(Backup, { status: In(['running', 'committing']) }, { leaseUntil: new Date(0) }),
    );
  }

  private async endRunning(): Promise<void> {
    for (const { id, token } of await this.dead('running')) {
      await this.step(`backup ${id}`, async () => {
        await this.transitions.interrupt({ backupId: id, token }, workerLost, true);
      });
    }
  }

  private async resolveCommitting(stop: AbortSignal): Promise<void> {
    for (const run of await this.dead('committing')) {
      if (stop.aborted) return;
      await this.step(`backup ${run.id}`, async () => this.parts.committing.resolve(run, await this.now()));
    }
  }

  private async dead(status: 'running' | 'committing'): Promise<Backup[]> {
    return this.database.read.find(Backup, { where: { status, leaseUntil: LessThan(await this.now()) }, take: 500 });
  }

  private async forgetKeys(): Promise<void> {
    const before = new Date((await this.now()).getTime() - keyLifeMs);
    const old = await this.database.read.find(IdempotencyKey, {
      select: { id: true },
      where: { createdAt: LessThan(before) },
      take: 200,
    });
    if (old.length === 0) return;
    await this.database.write((manager) => manager.delete(IdempotencyKey, { id: In(old.map(({ id }) => id)) }));
  }

  /** The failure of one thing must not keep the others from being done; it is done again at the next turn. */
  private async step(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(`Sweeping ${what} failed; it is tried again.`, error);
    }
  }

  private now(): Promise<Date> {
    return this.clock.now(this.database.read);
  }
}

const never = new AbortController().signal;

const workerLost: RunError = {
  code: 'RUN_INTERRUPTED',
  text: 'The service ended while the backup ran.',
  next: 'It is started again by itself.',
};
