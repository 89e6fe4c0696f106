import type { Provider } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config';
import { DatabaseClock } from './database-clock';
import { RunChanged } from './run-changed';
import { RUN_POLICY, standardPolicy, type RunPolicy } from './run-policy';
import { RunTransitions } from './run-transitions';

export const transitionsProviders: Provider[] = [
  DatabaseClock,
  RunChanged,
  RunTransitions,
  {
    provide: RUN_POLICY,
    inject: [CONFIG],
    useFactory: ({ maxConcurrentRuns }: Config): RunPolicy => ({ ...standardPolicy, limit: maxConcurrentRuns }),
  },
];
