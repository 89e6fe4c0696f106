import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { Database } from '../../database/database';
import type { Message } from '../message/message';
import { Pinger } from '../pings/pinger';
import { dropOlderPings } from '../pings/drop-older-pings';
import { SchedulePing } from '../pings/schedule-ping.entity';
import type { Ping } from '../pings/send-ping';
import { ChannelEvents } from '../records/channel-events';
import { ChannelSettingsBox } from '../records/channel-settings';
import { Channel } from '../records/channel.entity';
import { claimNext, dueLanes, type Lane } from './claim';
import type { Delivery } from './delivery.entity';
import { DeliveryMeter } from './delivery-meter';
import { Sender, type SendResult } from './sender';
import { settle } from './settle';
import { crashPoint } from '../../lifecycle/crash-point';

/** So many to one receiver before others are looked for again. */
const mostAtOnce = 100;
/** Ping addresses that are sent to at the same time: there may be a thousand. Channels are few, and none waits for another. */
const mostPings = 20;

/** DI token: in [0, 1), spreads the tries. */
export const DELIVERY_RANDOM = Symbol('DELIVERY_RANDOM');

/**
 * Sends what waits. Each receiver is a lane of its own, which nobody waits for: one that is dead or slow holds up no other (F58). What is
 * sent and not yet noted when the process dies is sent again, with the same id.
 */
@Injectable()
export class Deliveries implements OnApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly names = new Map<string, string>();
  private pinging = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly sender: Sender,
    private readonly pinger: Pinger,
    private readonly settings: ChannelSettingsBox,
    private readonly meter: DeliveryMeter,
    private readonly events: ChannelEvents,
    @Inject(DELIVERY_RANDOM) private readonly random: () => number,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  /** When all lanes that were begun have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.lanes.values());
  }

  /** Begins to send what is due, and doesn't wait for it. */
  async begin(stop: AbortSignal): Promise<void> {
    const now = await this.clock.now(this.database.read);
    for (const lane of await this.open(await dueLanes(this.database.read, now), now)) {
      if (this.lanes.has(lane.lane) || (lane.target === 'ping' && this.pinging >= mostPings)) continue;
      if (lane.target === 'ping') this.pinging += 1;
      const going = this.go(lane, stop)
        .catch((error: unknown) => this.logger.error('Messages could not be sent; they are tried again.', error))
        .finally(() => {
          this.lanes.delete(lane.lane);
          if (lane.target === 'ping') this.pinging -= 1;
        });
      this.lanes.set(lane.lane, going);
    }
  }

  /** Those that are there, switched on, and may be asked again. */
  private async open(lanes: readonly Lane[], now: Date): Promise<Lane[]> {
    if (lanes.length === 0) return [];
    const ids = lanes.map(({ lane }) => lane);
    const channels = await this.database.read.findBy(Channel, { id: In(ids), enabled: true });
    const pings = await this.database.read.findBy(SchedulePing, { id: In(ids) });
    const ready = new Set(
      [...channels, ...pings].filter((row) => !(row.notBefore !== null && row.notBefore > now)).map(({ id }) => id),
    );
    return lanes.filter(({ lane }) => ready.has(lane));
  }

  private async go(lane: Lane, stop: AbortSignal): Promise<void> {
    for (let sent = 0; sent < mostAtOnce && !stop.aborted; sent += 1) {
      const delivery = await this.write(async (manager, now) => {
        if (lane.target === 'ping') await dropOlderPings(manager, lane.lane, now);
        return claimNext(manager, lane, now);
      });
      if (delivery === null) return;
      crashPoint('tell/claimed');
      const result = await this.send(delivery, stop);
      crashPoint('tell/sent');
      const state = await this.write((manager, now) => settle(manager, delivery, result, now, this.random()));
      crashPoint('tell/settled');
      if (state !== null) this.tell(lane, delivery, result);
      // Whoever is away is not asked for the next one at once.
      if (result.error !== null && result.error.retry) return;
    }
  }

  private async send(delivery: Delivery, stop: AbortSignal): Promise<SendResult> {
    const { target, lane, message, done } = delivery;
    try {
      if (target === 'ping') {
        const ping = await this.database.read.findOneByOrFail(SchedulePing, { id: lane });
        return await this.pinger.send(ping, message as Ping, stop);
      }
      const channel = await this.database.read.findOneByOrFail(Channel, { id: lane });
      this.meter.learn(lane, channel.type);
      this.names.set(lane, channel.name);
      return await this.sender.send(channel.type, this.settings.open(channel), message as Message, done, stop);
    } catch (error) {
      this.logger.warn(`A message could not be prepared: ${error instanceof Error ? error.message : ''}`);
      return { error: unreadable };
    }
  }

  private tell({ lane, target }: Lane, delivery: Delivery, result: SendResult): void {
    this.meter.count(delivery, result);
    const name = this.names.get(lane);
    if (target === 'channel' && name !== undefined) this.events.changed({ id: lane, name });
  }

  private write<T>(work: (manager: EntityManager, now: Date) => Promise<T>): Promise<T> {
    return this.database.write(async (manager) => work(manager, await this.clock.now(manager)));
  }
}

const unreadable: NonNullable<SendResult['error']> = {
  code: 'SETTINGS',
  text: 'The settings can not be read any more: they were sealed with another key.',
  nextStep: 'Enter its settings again.',
  retry: false,
  retryAfter: null,
  done: [],
};
