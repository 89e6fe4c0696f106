import { Injectable, type OnModuleDestroy, type OnModuleInit, type Provider } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { AuditLog } from '../../accounts/audit-log';
import { SweepTask } from '../../backups/sweep/sweep-task';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { Database } from '../../database/database';
import { DestinationProblems } from '../../storage/destination-problems.service';
import { Destinations } from '../../storage/destinations.service';
import { ClockWatch } from '../clock-watch';
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
  {
    provide: Prune,
    inject: [Database, DatabaseClock, ClockWatch, Destinations, AuditLog, RunChanged, SweepTask, DestinationProblems],
    useFactory: (
      database: Database,
      clock: DatabaseClock,
      watch: ClockWatch,
      destinations: Destinations,
      audit: AuditLog,
      changed: RunChanged,
      sweep: SweepTask,
      problems: DestinationProblems,
    ): Prune => new Prune(database, clock, watch, (id) => destinations.open(id), audit, changed, sweep, problems),
  },
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
