import type { Provider } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config';
import { RunChanged } from '../transitions/run-changed';
import { RUN_POLICY, type RunPolicy } from '../transitions/run-policy';
import { RunTransitions } from '../transitions/run-transitions';
import { QUEUE_TIMES, standardTimes, type QueueTimes } from './queue-times';
import { RunLifecycle } from './run-lifecycle';
import { RUN_HANDLER, RUN_QUEUE, type RunHandler } from './run-queue';
import { TableQueue } from './table-queue';

export const queueProviders: Provider[] = [
  RunLifecycle,
  {
    provide: QUEUE_TIMES,
    inject: [CONFIG, RUN_POLICY],
    useFactory: ({ shutdownGraceSeconds }: Config, { leaseMs }: RunPolicy): QueueTimes => ({
      ...standardTimes,
      leaseMs,
      graceMs: shutdownGraceSeconds * 1000,
    }),
  },
  {
    provide: RUN_QUEUE,
    inject: [RunTransitions, RunChanged, RUN_HANDLER, QUEUE_TIMES],
    useFactory: (transitions: RunTransitions, changed: RunChanged, handler: RunHandler, times: QueueTimes) =>
      new TableQueue(transitions, changed, handler, times),
  },
];
