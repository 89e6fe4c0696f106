import type { Pace } from '../queue/pace';
import type { Sweeper } from './sweeper';

/** Milliseconds. */
export interface SweepTimes {
  readonly everyMs: number;
  readonly reconcileEveryMs: number;
}

export const standardSweepTimes: SweepTimes = { everyMs: 15_000, reconcileEveryMs: 24 * 3600_000 };

/** Keeps the sweep going until it is stopped. */
export class SweepTask {
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
    this.going = this.go();
  }

  /** Something is to be deleted: now instead of at the next turn. */
  wake(): void {
    this.soon.abort();
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.going;
  }

  private async go(): Promise<void> {
    // The first comparison comes after one whole period: a start shouldn't list every bucket.
    let reconciledAt = this.pace.now();
    while (!this.over.signal.aborted) {
      this.soon = new AbortController();
      await this.sweeper.sweep();
      if (this.pace.now() - reconciledAt >= this.times.reconcileEveryMs) {
        reconciledAt = this.pace.now();
        await this.sweeper.reconcileAll();
      }
      await this.pace.pause(this.times.everyMs, AbortSignal.any([this.over.signal, this.soon.signal]));
    }
  }
}
