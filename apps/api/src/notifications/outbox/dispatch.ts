import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { CONFIG, type Config } from '../../config/config';
import { Database } from '../../database/database';
import { compose } from '../message/compose';
import { namesOf } from '../message/message-names';
import { NotificationEvent } from '../notification-event.entity';
import { Channel } from '../records/channel.entity';
import { Delivery } from './delivery.entity';
import { newDelivery } from './new-delivery';
import { crashPoint } from '../../lifecycle/crash-point';

const page = 50;

/** Gives what happened to the channels that want it: each event once, whichever process does it. */
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
      for (const event of events) {
        if (stop.aborted) return;
        try {
          await this.give(
            event,
            channels.filter((channel) => wants(channel, event)),
          );
        } catch (error) {
          // One that can't be composed must not keep the others from being told.
          this.logger.error(`What happened (${event.kind}) could not be given to the channels.`, error);
          isStuck = true;
        }
      }
      if (isStuck) return;
    }
  }

  private async give(event: NotificationEvent, channels: readonly Channel[]): Promise<void> {
    const names = channels.length === 0 ? null : await namesOf(this.database.read, event);
    await this.database.write(async (manager) => {
      const now = await this.clock.now(manager);
      const { affected } = await manager.update(
        NotificationEvent,
        { id: event.id, dispatchedAt: IsNull() },
        { dispatchedAt: now },
      );
      // Another process was faster.
      if (affected !== 1 || names === null) return;
      await manager.insert(
        Delivery,
        channels.map((channel) =>
          newDelivery({
            id: randomUUID(),
            key: `${event.id} ${channel.id}`,
            target: 'channel',
            lane: channel.id,
            kind: event.kind,
            projectId: event.projectId,
            message: compose(event, names, channel.timeZone, this.config.publicUrl),
            now,
          }),
        ),
      );
    });
    crashPoint('tell/dispatched');
  }
}

/** What happened before a channel was there is not told to it. */
function wants({ kinds, projectIds, createdAt }: Channel, event: NotificationEvent): boolean {
  if (!kinds.includes(event.kind) || event.createdAt < createdAt) return false;
  return projectIds === null || event.projectId === null || projectIds.includes(event.projectId);
}
