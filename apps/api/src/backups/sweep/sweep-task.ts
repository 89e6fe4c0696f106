import { Logger } from '@nestjs/common';
import type { Pace } from '../queue/pace';
import type { Sweeper } from './sweeper';
import { crashPoint } from '../../lifecycle/crash-point';

/** Milliseconds. */
export interface SweepTimes {
  readonly everyMs: number;
  /** Not at once: a start shouldn't list every bucket. Not a day later: some machines are never on for so long. */
  readonly firstReconcileMs: number;
  readonly reconcileEveryMs: number;
  /** What a turn that is under way gets when the service stops. */
  readonly stopMs: number;
}

const hour = 3600_000;
export const standardSweepTimes: SweepTimes = {
  everyMs: 15_000,
  firstReconcileMs: hour,
  reconcileEveryMs: 24 * hour,
  stopMs: 5_000,
};

/** Keeps the sweep going until it is stopped. */
export class SweepTask {
  private readonly logger = new Logger('Sweep');
  private readonly over = new AbortController();
  private going: Promise<void> = Promise.resolve();
  private soon = new AbortController();

  constructor(
    private readonly sweeper: Sweeper,
    private readonly times: SweepTimes,
    private readonly pace: Pace,
  ) {}

  /** Resolves when the tables are right; destinations are asked behind it. */
  async start(): Promise<void> {
    await this.sweeper.recover();
    crashPoint('start/swept');
    this.going = this.go();
  }

  /** Something is to be deleted: now instead of at the next turn. */
  wake(): void {
    this.soon.abort();
  }

  /** What is being asked of a destination is waited for, but not for long: what is broken off is done at the next start. */
  async stop(): Promise<void> {
    this.over.abort();
    const ended = new AbortController();
    const going = this.going.finally(() => ended.abort());
    await Promise.race([going, this.pace.pause(this.times.stopMs, ended.signal)]);
  }

  private async go(): Promise<void> {
    let reconcileAt = this.pace.now() + this.times.firstReconcileMs;
    while (!this.over.signal.aborted) {
      this.soon = new AbortController();
      await this.turn(() => this.sweeper.sweep(this.over.signal));
      if (this.pace.now() >= reconcileAt) {
        reconcileAt = this.pace.now() + this.times.reconcileEveryMs;
        await this.turn(() => this.sweeper.reconcileAll(this.over.signal));
      }
      await this.pace.pause(this.times.everyMs, AbortSignal.any([this.over.signal, this.soon.signal]));
    }
  }

  /** Nobody awaits it, and there must always be a next one. */
  private async turn(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error('A turn of the sweep ended by an error that nobody expected; the next one comes.', error);
    }
  }
}
