import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SweepTask } from '../sweep/sweep-task';
import { RUN_QUEUE, type RunQueue } from './run-queue';

/** Before the service listens: what is dead is ended, then the queue begins. When it stops: first the runs, then the rest. */
@Injectable()
export class RunLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly sweep: SweepTask,
    @Inject(RUN_QUEUE) private readonly queue: RunQueue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep.start();
    await this.queue.start();
  }

  async beforeApplicationShutdown(signal?: string): Promise<void> {
    // Nest ignores the second signal; whoever sends it doesn't want to wait for the grace.
    const atOnce = (): void => void this.queue.stop();
    const signals = signal === undefined ? [] : (['SIGTERM', 'SIGINT'] as const);
    for (const name of signals) process.on(name, atOnce);
    await this.queue.stop();
    for (const name of signals) process.off(name, atOnce);
    await this.sweep.stop();
  }
}
