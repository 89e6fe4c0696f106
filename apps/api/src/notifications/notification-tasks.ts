import { Injectable, type OnModuleDestroy, type OnModuleInit, type Provider, Inject } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { realPace } from '../backups/queue/pace';
import { RunChanged } from '../backups/transitions/run-changed';
import { CONFIG, type Config } from '../config/config';
import { RepeatedTask } from '../lifecycle/repeated-task';
import { Digests } from './digest/digests';
import { Deliveries } from './outbox/deliveries';
import { Dispatch } from './outbox/dispatch';
import { Forgetting } from './outbox/forgetting';
import { FreeSpace } from './watch/free-space';
import { Occasions } from './watch/occasions';
import { Watchdog } from './watch/watchdog';

/** DI token: hands out what happened, and sends what waits. */
export const TELLING = Symbol('TELLING');
/** DI token: looks for what nobody tells of, and sends digests. */
export const WATCHING = Symbol('WATCHING');

const tellEveryMs = 5_000;
const watchEveryMs = 60_000;
/** Not at once: a start shouldn't ask every destination. */
const firstSpaceMs = 3_600_000;
const spaceEveryMs = 6 * 3_600_000;
/** What the watchdog sees is hours old anyway. */
const lookEveryMs = 300_000;
const forgetEveryMs = 3_600_000;

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
  {
    provide: WATCHING,
    inject: [Watchdog, FreeSpace, Digests, Forgetting, TELLING, CONFIG],
    useFactory: (
      watchdog: Watchdog,
      space: FreeSpace,
      digests: Digests,
      forgetting: Forgetting,
      telling: RepeatedTask,
      { role }: Config,
    ) => {
      const every = new Occasions(realPace);
      const turn = async (stop: AbortSignal): Promise<void> => {
        await digests.send();
        if (every.isDue('space', spaceEveryMs, firstSpaceMs)) await space.look(stop);
        if (every.isDue('look', lookEveryMs)) await watchdog.look();
        if (every.isDue('forget', forgetEveryMs, forgetEveryMs)) await forgetting.forget(stop);
        telling.wake();
      };
      return new RepeatedTask({ name: 'Watchdog', everyMs: watchEveryMs, turn }, realPace, role !== 'api');
    },
  },
];
