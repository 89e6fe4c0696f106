import type { Provider } from '@nestjs/common';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import { CopySweep } from '../copies/copy-sweep';
import { CopyTransitions } from '../copies/copy-transitions';
import { RunLogs } from '../log/run-logs';
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
    inject: [Database, DatabaseClock, RunTransitions, RunChanged, StoredTotals, Destinations, CopyTransitions, RunLogs],
    useFactory: (
      database: Database,
      clock: DatabaseClock,
      transitions: RunTransitions,
      changed: RunChanged,
      totals: StoredTotals,
      destinations: Destinations,
      copies: CopyTransitions,
      logs: RunLogs,
    ): Sweeper => {
      const open = (id: string): ReturnType<Destinations['open']> => destinations.open(id);
      const keeps = async (id: string): Promise<boolean> => (await destinations.withoutDeletes([id])).length > 0;
      const told = async (backupId: string, text: string): Promise<void> => {
        // Records in trouble are told by the sweep itself.
        const open = await logs.open(backupId, []).catch(() => null);
        open?.log.info('LEFTOVER', text);
        await open?.stored();
      };
      return new Sweeper(database, clock, transitions, {
        committing: new ResolveCommitting(database, transitions, open),
        leftovers: new Leftovers(database, open, totals, changed, keeps, told),
        deletions: new Deletions(database, open, totals, changed, keeps),
        reconcile: new Reconcile(database, open, totals, changed),
        copies: new CopySweep(database, copies, open),
      });
    },
  },
  {
    provide: SweepTask,
    inject: [Sweeper],
    useFactory: (sweeper: Sweeper) => new SweepTask(sweeper, standardSweepTimes, realPace),
  },
];
