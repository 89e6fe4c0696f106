import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database';
import { pageOf, type Page } from '../../paging/page-of';
import type { ChannelType } from '../channels/channel-type';
import { channelTypeOf, channelTypes } from '../channels/channel-types';
import { fail } from '../notifications.errors';
import { Delivery } from '../outbox/delivery.entity';
import { Channel } from './channel.entity';
import type { DeliveryQueryDto } from './delivery.dto';

/** More than anybody needs; each of them is asked for every event. */
export const mostChannels = 50;

/** Channels and their messages, for reading. */
@Injectable()
export class Channels {
  constructor(private readonly database: Database) {}

  /** @throws ApiError `CHANNEL_NOT_FOUND` */
  async get(id: string, manager: EntityManager = this.database.read): Promise<Channel> {
    const channel = await manager.findOneBy(Channel, { id });
    if (channel === null) throw fail('CHANNEL_NOT_FOUND', 'There is no notification channel with this id.');
    return channel;
  }

  all(): Promise<Channel[]> {
    return this.database.read.find(Channel, { order: { nameKey: 'ASC' }, take: mostChannels });
  }

  /** Messages that wait, by channel. */
  async waiting(): Promise<Map<string, number>> {
    const rows = await this.database.read
      .createQueryBuilder(Delivery, 'd')
      .select('d.lane', 'lane')
      .addSelect('COUNT(*)', 'count')
      .where("d.state = 'waiting'")
      .groupBy('d.lane')
      .getRawMany<{ lane: string; count: string | number }>();
    return new Map(rows.map(({ lane, count }) => [lane, Number(count)]));
  }

  /** The newest first. @throws ApiError `CHANNEL_NOT_FOUND` */
  async deliveries({ channel, state, ...page }: DeliveryQueryDto): Promise<Page<Delivery>> {
    const lane = channel?.toLowerCase();
    if (lane !== undefined) await this.get(lane);
    return pageOf(this.database.read, Delivery, page, {
      where: {
        target: 'channel',
        ...(lane === undefined ? {} : { lane }),
        ...(state === undefined ? {} : { state }),
      },
    });
  }

  /** @throws ApiError `CHANNEL_TYPE_UNKNOWN` */
  type(name: string): ChannelType {
    const type = channelTypeOf(name);
    if (type !== undefined) return type;
    throw fail('CHANNEL_TYPE_UNKNOWN', 'There is no such type of notification channel.', {
      field: 'type',
      nextStep: `Choose one of ${channelTypes.map((each) => each.type).join(', ')}.`,
    });
  }
}
