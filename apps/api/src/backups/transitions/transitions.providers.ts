import type { Provider } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config';
import { Destinations } from '../../storage/destinations.service';
import { DatabaseClock } from './database-clock';
import { RunChanged } from './run-changed';
import { RUN_POLICY, standardPolicy, type RunPolicy } from './run-policy';
import { RunTransitions } from './run-transitions';
import { StoredTotals } from './stored-totals';

export const transitionsProviders: Provider[] = [
  DatabaseClock,
  RunChanged,
  RunTransitions,
  { provide: StoredTotals, useExisting: Destinations },
  {
    provide: RUN_POLICY,
    inject: [CONFIG],
    useFactory: ({ maxConcurrentRuns }: Config): RunPolicy => ({ ...standardPolicy, limit: maxConcurrentRuns }),
  },
];
