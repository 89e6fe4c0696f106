import { Injectable, type OnModuleDestroy, type OnModuleInit, type Provider } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { realPace } from '../../backups/queue/pace';
import { RunChanged } from '../../backups/transitions/run-changed';
import { CONFIG, type Config } from '../../config/config';
import { Database } from '../../database/database';
import { RepeatedTask } from '../../lifecycle/repeated-task';
import { ScheduleTick } from './schedule-tick.service';
import { WaitingSlots } from './waiting-slots.service';

/** Milliseconds from one look at what is due to the next. */
const everyMs = 5_000;

/** Looks every five seconds whether something is due. */
export class ScheduleTask extends RepeatedTask {}

/** A slot that waits for the end of a run is begun right behind it. */
@Injectable()
class WakeAtEndOfRun implements OnModuleInit, OnModuleDestroy {
  private subscription: Subscription | null = null;

  constructor(
    private readonly changed: RunChanged,
    private readonly tick: ScheduleTick,
    private readonly task: ScheduleTask,
  ) {}

  onModuleInit(): void {
    this.subscription = this.changed.ids.subscribe(() => {
      if (this.tick.isWaiting) this.task.wake();
    });
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }
}

export const tickProviders: Provider[] = [
  ScheduleTick,
  WaitingSlots,
  WakeAtEndOfRun,
  {
    provide: ScheduleTask,
    inject: [ScheduleTick, Database, CONFIG],
    useFactory: (tick: ScheduleTick, database: Database, { role }: Config) =>
      new ScheduleTask(
        { name: 'Schedules', everyMs, turn: async (stop) => tick.turn(await database.now(), stop) },
        realPace,
        role !== 'api',
      ),
  },
];
