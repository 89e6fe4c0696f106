import { Injectable, type OnModuleDestroy, type OnModuleInit, type Provider, Inject } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { realPace } from '../backups/queue/pace';
import { RunChanged } from '../backups/transitions/run-changed';
import { CONFIG, type Config } from '../config/config';
import { RepeatedTask } from '../lifecycle/repeated-task';
import { Deliveries } from './outbox/deliveries';
import { Dispatch } from './outbox/dispatch';

/** DI token: hands out what happened, and sends what waits. */
export const TELLING = Symbol('TELLING');

const tellEveryMs = 5_000;

/** What changes a run may have something to tell: at once instead of at the next turn. */
@Injectable()
export class TellSoon implements OnModuleInit, OnModuleDestroy {
  private subscription: Subscription | null = null;

  constructor(
    private readonly changed: RunChanged,
    @Inject(TELLING) private readonly task: RepeatedTask,
  ) {}

  onModuleInit(): void {
    this.subscription = this.changed.ids.subscribe(() => this.now());
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }

  now(): void {
    this.task.wake();
  }
}

export const taskProviders: Provider[] = [
  {
    provide: TELLING,
    inject: [Dispatch, Deliveries, CONFIG],
    useFactory: (dispatch: Dispatch, deliveries: Deliveries, { role }: Config) =>
      new RepeatedTask(
        {
          name: 'Notifications',
          everyMs: tellEveryMs,
          turn: async (stop) => {
            await dispatch.dispatch(stop);
            await deliveries.begin(stop);
          },
        },
        realPace,
        role !== 'api',
      ),
  },
  TellSoon,
];
