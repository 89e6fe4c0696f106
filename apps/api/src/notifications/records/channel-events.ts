import { Injectable } from '@nestjs/common';
import { EventHub } from '../../events/event-hub';
import type { Channel } from './channel.entity';

/** Tells open pages that a channel has changed, or what became of a message. To be called after the transaction. */
@Injectable()
export class ChannelEvents {
  constructor(private readonly hub: EventHub) {}

  changed({ id, name }: Pick<Channel, 'id' | 'name'>): void {
    this.hub.publish({ type: 'channel.changed', id, data: { id, name, deleted: false } });
  }

  deleted({ id, name }: Pick<Channel, 'id' | 'name'>): void {
    this.hub.publish({ type: 'channel.changed', id, data: { id, name, deleted: true } });
  }
}
