import { Logger } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { Claim } from '../transitions/claim';
import type { RunChanged } from '../transitions/run-changed';
import { realPace, type Pace } from './pace';
import type { QueueTimes } from './queue-times';
import type { ClaimedWork, RunHandler, RunQueue } from './run-queue';
import { Supervisor, WorkStopped } from './supervisor';

/** The engine that needs nothing but the tables: on SQLite the only one. */
export class TableQueue<C extends { readonly backupId: string } = Claim> implements RunQueue<C> {
  private readonly logger = new Logger('RunQueue');
  private readonly supervisor: Supervisor<C>;
  private readonly runs = new Set<Promise<void>>();
  private readonly over = new AbortController();
  private readonly abort = new AbortController();
  /** Null: it isn't for this process to begin runs. */
  private announced: Subscription | null = null;
  private polling: Promise<void> = Promise.resolve();
  private filling: Promise<void> | null = null;
  private again = false;
  /** Said once. */
  private inTrouble = false;
  private stopping: Promise<void> | null = null;

  constructor(
    private readonly transitions: ClaimedWork<C>,
    private readonly changed: RunChanged,
    private readonly handler: RunHandler<C>,
    private readonly times: QueueTimes,
    private readonly pace: Pace = realPace,
  ) {
    this.supervisor = new Supervisor(transitions, times, pace);
  }

  start(): Promise<void> {
    this.announced = this.changed.ids.subscribe(() => this.wake());
    this.polling = this.poll();
    return Promise.resolve();
  }

  wake(): void {
    if (this.announced === null || this.over.signal.aborted) return;
    this.again = true;
    this.filling ??= this.fill().finally(() => {
      this.filling = null;
    });
  }

  stop(): Promise<void> {
    if (this.stopping !== null) this.abort.abort(new WorkStopped('the service stops at once'));
    this.stopping ??= this.drain();
    return this.stopping;
  }

  async supervise(claim: C, work: (signal: AbortSignal) => Promise<void>, signal?: AbortSignal): Promise<void> {
    const stop = signal === undefined ? this.abort.signal : AbortSignal.any([this.abort.signal, signal]);
    const run = this.supervisor.supervise(claim, work, stop).then(() => this.transitions.ended?.(claim));
    this.runs.add(run);
    await run;
    this.runs.delete(run);
    this.wake();
  }

  private async poll(): Promise<void> {
    while (!this.over.signal.aborted) {
      this.wake();
      await this.pace.pause(this.times.pollMs, this.over.signal);
    }
  }

  /** Begins what may begin. A database in trouble is asked again at the next tick. */
  private async fill(): Promise<void> {
    try {
      while (this.again && !this.over.signal.aborted) {
        this.again = false;
        for (;;) {
          const claim = await this.transitions.claimNext();
          if (claim === null) break;
          void this.supervise(claim, (signal) => this.handler.run(claim, signal));
          if (this.over.signal.aborted) return;
        }
      }
      this.inTrouble = false;
    } catch (error) {
      if (!this.inTrouble) this.logger.warn('The queue could not be read; it is tried again and again.', error);
      this.inTrouble = true;
    }
  }

  private async drain(): Promise<void> {
    this.over.abort();
    this.announced?.unsubscribe();
    await this.polling;
    await this.filling;
    const ended = new AbortController();
    const all = this.allRuns().finally(() => ended.abort());
    await Promise.race([all, this.pace.pause(this.times.graceMs, AbortSignal.any([ended.signal, this.abort.signal]))]);
    this.abort.abort(new WorkStopped('the service stops'));
    await Promise.race([all, this.pace.pause(this.times.abortMs, ended.signal)]);
    if (this.runs.size > 0)
      this.logger.error(`${this.runs.size} backups did not stop; they are swept at the next start.`);
  }

  /** Also those that are begun meanwhile, by a browser. */
  private async allRuns(): Promise<void> {
    while (this.runs.size > 0) await Promise.all(this.runs);
  }
}
