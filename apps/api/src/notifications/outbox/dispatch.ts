import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { CONFIG, type Config } from '../../config/config';
import { Database } from '../../database/database';
import { combine, mostAlone } from '../message/combine';
import { compose, type Names } from '../message/compose';
import { namesOf } from '../message/message-names';
import { NotificationEvent } from '../notification-event.entity';
import type { OccurrenceKind } from '../occurrence';
import { Channel } from '../records/channel.entity';
import { Delivery } from './delivery.entity';
import { newDelivery } from './new-delivery';
import { crashPoint } from '../../lifecycle/crash-point';

/** At most so many rows are written in a transaction. */
const page = 100;

/** Gives what happened to the channels that want it: each event once, whichever process does it. Many of a kind at once are one message. */
@Injectable()
export class Dispatch {
  private readonly logger = new Logger('Notifications');

  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  /** All that waits. */
  async dispatch(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const events = await this.database.read.find(NotificationEvent, {
        where: { dispatchedAt: IsNull() },
        order: { createdAt: 'ASC', id: 'ASC' },
        take: page,
      });
      if (events.length === 0) return;
      const channels = await this.database.read.findBy(Channel, { enabled: true });
      let isStuck = false;
      for (const [kind, some] of inGroups(events)) {
        if (stop.aborted) return;
        try {
          await this.give(kind, some, channels);
        } catch (error) {
          // One that can't be composed must not keep the others from being told.
          this.logger.error(`What happened (${kind}) could not be given to the channels.`, error);
          isStuck = true;
        }
      }
      if (isStuck) return;
    }
  }

  private async give(
    kind: OccurrenceKind,
    events: readonly NotificationEvent[],
    channels: readonly Channel[],
  ): Promise<void> {
    const wanted = events.filter((event) => channels.some((channel) => wants(channel, event)));
    const names = new Map<string, Names>();
    for (const event of wanted) names.set(event.id, await namesOf(this.database.read, event));
    await this.database.write(async (manager) => {
      const now = await this.clock.now(manager);
      const mine = new Set<string>();
      for (const { id } of events) {
        const { affected } = await manager.update(
          NotificationEvent,
          { id, dispatchedAt: IsNull() },
          { dispatchedAt: now },
        );
        // Else another process was faster.
        if (affected === 1) mine.add(id);
      }
      const told = wanted.filter(({ id }) => mine.has(id));
      const rows = channels.flatMap((channel) => this.deliveries(kind, told, channel, names, now));
      if (rows.length > 0) await manager.insert(Delivery, rows);
    });
    crashPoint('tell/dispatched');
  }

  private deliveries(
    kind: OccurrenceKind,
    events: readonly NotificationEvent[],
    channel: Channel,
    names: ReadonlyMap<string, Names>,
    now: Date,
  ): Delivery[] {
    const { publicUrl } = this.config;
    const messages = events.flatMap((event) => {
      const known = names.get(event.id);
      if (known === undefined || !wants(channel, event)) return [];
      return [compose(event, known, channel.timeZone, publicUrl)];
    });
    const combined = messages.length > mostAlone ? combine(kind, messages, publicUrl) : null;
    return (combined === null ? messages : [combined]).map((message) =>
      newDelivery({
        id: randomUUID(),
        key: `${message.id} ${channel.id}`,
        target: 'channel',
        lane: channel.id,
        kind,
        projectId: message.ids.project,
        message,
        now,
      }),
    );
  }
}

/** Few of a kind are given one by one, so that one that fails keeps back none but itself. */
function inGroups(events: readonly NotificationEvent[]): [OccurrenceKind, NotificationEvent[]][] {
  return [...Map.groupBy(events, ({ kind }) => kind)].flatMap(
    ([kind, some]): [OccurrenceKind, NotificationEvent[]][] =>
      some.length > mostAlone ? [[kind, some]] : some.map((event) => [kind, [event]]),
  );
}

/** What happened before a channel was there is not told to it. */
function wants({ kinds, projectIds, createdAt }: Channel, event: NotificationEvent): boolean {
  if (!kinds.includes(event.kind) || event.createdAt < createdAt) return false;
  return projectIds === null || event.projectId === null || projectIds.includes(event.projectId);
}
