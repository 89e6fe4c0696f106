import { Injectable, type OnModuleDestroy, type OnModuleInit, type Provider } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { realPace } from '../../backups/queue/pace';
import { RunChanged } from '../../backups/transitions/run-changed';
import { CONFIG, type Config } from '../../config/config';
import { RepeatedTask } from '../../lifecycle/repeated-task';
import { Prune } from './prune';
import { PruneTask } from './prune.tokens';

/** What other processes have stored, and what a signal was lost for, is found after so long. */
const everyMs = 60_000;

/** A backup that was stored is followed by a look at what it replaces. */
@Injectable()
export class PruneWakes implements OnModuleInit, OnModuleDestroy {
  private subscription: Subscription | null = null;

  constructor(
    private readonly changed: RunChanged,
    private readonly task: PruneTask,
  ) {}

  onModuleInit(): void {
    this.subscription = this.changed.ids.subscribe(() => this.task.wake());
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }
}

export const pruneProviders: Provider[] = [
  Prune,
  PruneWakes,
  {
    provide: PruneTask,
    inject: [Prune, CONFIG],
    useFactory: (prune: Prune, config: Config): PruneTask =>
      new RepeatedTask(
        { name: 'Retention', everyMs, turn: (stop) => prune.turn(stop) },
        realPace,
        config.role !== 'api',
      ),
  },
];
