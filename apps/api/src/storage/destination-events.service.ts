import { Injectable } from '@nestjs/common';
import { EventHub } from '../events/event-hub';
import type { Destination } from './destination.entity';
import { DestinationMapper } from './destination.mapper';

/** Tells open pages of a destination. To be called after the transaction. */
@Injectable()
export class DestinationEvents {
  constructor(
    private readonly hub: EventHub,
    private readonly mapper: DestinationMapper,
  ) {}

  changed(destination: Destination): void {
    const data = { ...this.mapper.toDestinationDto(destination), deleted: false };
    this.hub.publish({ type: 'destination.changed', id: destination.id, data });
  }

  deleted({ id, name }: Destination): void {
    this.hub.publish({ type: 'destination.changed', id, data: { id, name, deleted: true } });
  }
}
