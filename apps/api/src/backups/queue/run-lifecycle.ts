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

  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.stop();
    await this.sweep.stop();
  }
}
