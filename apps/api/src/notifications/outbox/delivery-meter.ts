import { Injectable } from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';
import type { Delivery } from './delivery.entity';
import type { SendResult } from './sender';

/** Counts tries by type of channel, for `/metrics`; those of this process. */
@Injectable()
export class DeliveryMeter {
  private readonly types = new Map<string, string>();
  private readonly counter = new Counter({
    name: 'stowbase_notifications_total',
    help: 'Tries to deliver a message, by type of channel and result.',
    labelNames: ['type', 'result'],
    registers: [],
  });

  register(registry: Registry): void {
    registry.registerMetric(this.counter);
  }

  /** The type of a channel whose messages are counted. */
  learn(lane: string, type: string): void {
    this.types.set(lane, type);
  }

  count({ target, lane }: Pick<Delivery, 'target' | 'lane'>, { error }: SendResult): void {
    const type = target === 'ping' ? 'ping' : (this.types.get(lane) ?? 'unknown');
    this.counter.inc({ type, result: error === null ? 'delivered' : 'not_delivered' });
  }
}
