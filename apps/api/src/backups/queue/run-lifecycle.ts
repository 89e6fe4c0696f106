import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { CONFIG, type Config } from '../../config/config';
import { EventHub } from '../../events/event-hub';
import { SweepTask } from '../sweep/sweep-task';
import type { CopyClaim } from '../copies/copy-claim';
import { COPY_QUEUE, RUN_QUEUE, type RunQueue } from './run-queue';

/**
 * Before the service listens: what is dead is ended, then the queue begins. When it stops: first the runs, then the rest. A process that
 * only answers requests begins nothing, but keeps what runs into a browser of its own.
 */
@Injectable()
export class RunLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Other processes queue runs, too. */
  private told: Subscription | null = null;

  constructor(
    private readonly sweep: SweepTask,
    @Inject(RUN_QUEUE) private readonly queue: RunQueue,
    @Inject(COPY_QUEUE) private readonly copies: RunQueue<CopyClaim>,
    @Inject(CONFIG) private readonly config: Pick<Config, 'role'>,
    private readonly events: EventHub,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.role === 'api') return;
    await this.sweep.start();
    await this.queue.start();
    await this.copies.start();
    this.told = this.events.others.subscribe(({ type }) => {
      if (type !== 'backup.status') return;
      this.queue.wake();
      this.copies.wake();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.told?.unsubscribe();
    await Promise.all([this.queue.stop(), this.copies.stop()]);
    await this.sweep.stop();
  }
}
