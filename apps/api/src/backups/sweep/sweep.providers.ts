import type { Provider } from '@nestjs/common';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import { realPace } from '../queue/pace';
import { DatabaseClock } from '../transitions/database-clock';
import { RunChanged } from '../transitions/run-changed';
import { RunTransitions } from '../transitions/run-transitions';
import { StoredTotals } from '../transitions/stored-totals';
import { Deletions } from './deletions';
import { Leftovers } from './leftovers';
import { Reconcile } from './reconcile';
import { ResolveCommitting } from './resolve-committing';
import { standardSweepTimes, SweepTask } from './sweep-task';
import { Sweeper } from './sweeper';

export const sweepProviders: Provider[] = [
  {
    provide: Sweeper,
    inject: [Database, DatabaseClock, RunTransitions, RunChanged, StoredTotals, Destinations],
    useFactory: (
      database: Database,
      clock: DatabaseClock,
      transitions: RunTransitions,
      changed: RunChanged,
      totals: StoredTotals,
      destinations: Destinations,
    ): Sweeper => {
      const open = (id: string): ReturnType<Destinations['open']> => destinations.open(id);
      return new Sweeper(database, clock, transitions, {
        committing: new ResolveCommitting(database, transitions, open),
        leftovers: new Leftovers(database, open, totals, changed),
        deletions: new Deletions(database, open, totals, changed),
        reconcile: new Reconcile(database, open, totals),
      });
    },
  },
  {
    provide: SweepTask,
    inject: [Sweeper],
    useFactory: (sweeper: Sweeper) => new SweepTask(sweeper, standardSweepTimes, realPace),
  },
];
