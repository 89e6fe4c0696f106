import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { EventHub } from '../events/event-hub';
import { DestinationBandwidth } from './destination-bandwidth.service';
import type { Destination } from './destination.entity';

/** A limit that was changed through another process holds for what is under way here, too. */
@Injectable()
export class ChangedElsewhere implements OnModuleInit, OnModuleDestroy {
  private subscription: Subscription | null = null;

  constructor(
    private readonly hub: EventHub,
    private readonly bandwidth: DestinationBandwidth,
  ) {}

  onModuleInit(): void {
    this.subscription = this.hub.others.subscribe(({ type, id, data }) => {
      if (type !== 'destination.changed' || !('bandwidthLimit' in data)) return;
      // As `DestinationEvents` tells it.
      const { bandwidthLimit } = data as Pick<Destination, 'bandwidthLimit'>;
      this.bandwidth.changed({ id, bandwidthLimit });
    });
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }
}
