import type { Provider } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config';
import type { CopyClaim } from '../copies/copy-claim';
import { CopyRunner } from '../copies/copy-runner';
import { CopyTransitions } from '../copies/copy-transitions';
import { RunChanged } from '../transitions/run-changed';
import { RUN_POLICY, type RunPolicy } from '../transitions/run-policy';
import { RunTransitions } from '../transitions/run-transitions';
import { QUEUE_TIMES, standardTimes, type QueueTimes } from './queue-times';
import { RunLifecycle } from './run-lifecycle';
import { COPY_QUEUE, RUN_HANDLER, RUN_QUEUE, type RunHandler } from './run-queue';
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
    provide: COPY_QUEUE,
    inject: [CopyTransitions, RunChanged, CopyRunner, QUEUE_TIMES],
    useFactory: (transitions: CopyTransitions, changed: RunChanged, runner: CopyRunner, times: QueueTimes) =>
      new TableQueue<CopyClaim>(transitions, changed, runner, times),
  },
  {
    provide: RUN_QUEUE,
    inject: [RunTransitions, RunChanged, RUN_HANDLER, QUEUE_TIMES],
    useFactory: (transitions: RunTransitions, changed: RunChanged, handler: RunHandler, times: QueueTimes) =>
      new TableQueue(transitions, changed, handler, times),
  },
];
