import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Pace } from '../backups/queue/pace';

export interface RepeatedWork {
  /** For the log. */
  readonly name: string;
  /** Milliseconds from the end of one turn to the begin of the next. */
  readonly everyMs: number;
  /** One turn. `stop` is aborted when the service ends; what is broken off must be fine to be done again. */
  turn(stop: AbortSignal): Promise<void>;
}

/** What a turn that is under way gets when the service stops, milliseconds. */
const stopMs = 5_000;

/**
 * Work in the background, turn after turn until the service stops: never two turns at once in one process, and a turn that fails is told
 * and followed by the next one. Other processes may do the same turn at the same time: the records must bear that.
 * Not `@nestjs/schedule`: its intervals overlap with themselves and aren't waited for at the end (decision 0021).
 */
export class RepeatedTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger: Logger;
  private readonly over = new AbortController();
  private soon = new AbortController();
  private going: Promise<void> = Promise.resolve();

  /** @param active false: this process doesn't do it (`ROLE=api`) */
  constructor(
    private readonly work: RepeatedWork,
    private readonly pace: Pace,
    private readonly active = true,
  ) {
    this.logger = new Logger(work.name);
  }

  onApplicationBootstrap(): void {
    if (this.active) this.going = this.go();
  }

  /** There is something to do: now instead of at the next turn. During a turn: another one right behind it. */
  wake(): void {
    this.soon.abort();
  }

  /** Waits for the turn that is under way, but not for long. */
  async beforeApplicationShutdown(): Promise<void> {
    this.over.abort();
    const ended = new AbortController();
    const going = this.going.finally(() => ended.abort());
    await Promise.race([going, this.pace.pause(stopMs, ended.signal)]);
  }

  private async go(): Promise<void> {
    while (!this.over.signal.aborted) {
      this.soon = new AbortController();
      try {
        await this.work.turn(this.over.signal);
      } catch (error) {
        if (!this.over.signal.aborted) this.logger.error('A turn failed; the next one comes.', error);
      }
      await this.pace.pause(this.work.everyMs, AbortSignal.any([this.over.signal, this.soon.signal]));
    }
  }
}
