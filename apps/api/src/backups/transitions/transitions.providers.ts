import type { Provider } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import { DatabaseClock } from './database-clock';
import { RunChanged } from './run-changed';
import { leases, RUN_POLICY, standardPolicy, type RunPolicy } from './run-policy';
import { RunTransitions } from './run-transitions';
import { StoredTotals } from './stored-totals';

export const transitionsProviders: Provider[] = [
  DatabaseClock,
  RunChanged,
  RunTransitions,
  { provide: StoredTotals, useExisting: Destinations },
  {
    provide: RUN_POLICY,
    inject: [CONFIG, Database],
    useFactory: ({ maxConcurrentRuns }: Config, { engine }: Database): RunPolicy => ({
      ...standardPolicy,
      leaseMs: leases[engine],
      limit: maxConcurrentRuns,
    }),
  },
];
