import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SweepTask } from '../sweep/sweep-task';
import type { CopyClaim } from '../copies/copy-claim';
import { COPY_QUEUE, RUN_QUEUE, type RunQueue } from './run-queue';

/** Before the service listens: what is dead is ended, then the queue begins. When it stops: first the runs, then the rest. */
@Injectable()
export class RunLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly sweep: SweepTask,
    @Inject(RUN_QUEUE) private readonly queue: RunQueue,
    @Inject(COPY_QUEUE) private readonly copies: RunQueue<CopyClaim>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep.start();
    await this.queue.start();
    await this.copies.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.queue.stop(), this.copies.stop()]);
    await this.sweep.stop();
  }
}
