import { Injectable } from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';
import { Database } from '../../database/database';
import { gauge } from '../../metrics/gauges';
import { Delivery } from './delivery.entity';
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

  constructor(private readonly database: Database) {}

  register(registry: Registry): void {
    registry.registerMetric(this.counter);
    const help = 'Messages and pings that wait to be sent, of all processes.';
    gauge(registry, 'stowbase_notifications_waiting', help, [], async () => [
      { value: await this.database.read.countBy(Delivery, { state: 'waiting' }) },
    ]);
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
