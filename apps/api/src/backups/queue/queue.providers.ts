import type { Provider } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config';
import { Database } from '../../database/database';
import type { CopyClaim } from '../copies/copy-claim';
import { CopyRunner } from '../copies/copy-runner';
import { CopyTransitions } from '../copies/copy-transitions';
import { RunChanged } from '../transitions/run-changed';
import { RUN_POLICY, type RunPolicy } from '../transitions/run-policy';
import { RunTransitions } from '../transitions/run-transitions';
import { BossQueue } from './boss/boss-queue';
import { BossTickets } from './boss/boss-tickets';
import { openTicketBox } from './boss/open-ticket-box';
import type { TicketBox } from './boss/ticket-box';
import { QUEUE_TIMES, standardTimes, type QueueTimes } from './queue-times';
import { RunLifecycle } from './run-lifecycle';
import { COPY_QUEUE, RUN_HANDLER, RUN_QUEUE, type RunHandler, type RunQueue } from './run-queue';
import { TableQueue } from './table-queue';

/** Milliseconds: so long for each run that it has at work a process leaves the next one to others. */
const spreadMs = 100;

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
    inject: [Database, RunTransitions, RunChanged, RUN_HANDLER, QUEUE_TIMES],
    useFactory: (
      database: Database,
      transitions: RunTransitions,
      changed: RunChanged,
      handler: RunHandler,
      times: QueueTimes,
    ): RunQueue => {
      const { place } = database;
      if (place.engine === 'sqlite') return new TableQueue(transitions, changed, handler, times);
      const tickets = (box: () => Promise<TicketBox>): BossTickets =>
        new BossTickets(transitions, box, () => database.now(), { leaseMs: times.leaseMs, spreadMs });
      return new BossQueue(
        () => openTicketBox(place.connection),
        (box) => new TableQueue(tickets(box), changed, handler, times),
      );
    },
  },
];
