import { Injectable } from '@nestjs/common';
import { secretFields } from '@stowbase/storage';
import { toFieldDto } from '../../storage/storage-type.mapper';
import { settingsView } from '../../storage/settings-view';
import type { ChannelType } from '../channels/channel-type';
import { channelTypeOf } from '../channels/channel-types';
import type { Message } from '../message/message';
import type { Delivery } from '../outbox/delivery.entity';
import type { WithLastDelivery } from '../outbox/last-delivery';
import { ChannelSettingsBox } from './channel-settings';
import type { ChannelTypeDto } from './channel-type.dto';
import type { ChannelDto } from './channel.dto';
import type { Channel } from './channel.entity';
import type { DeliveryDto, DeliveryProblemDto, LastDeliveryDto } from './delivery.dto';

@Injectable()
export class ChannelMapper {
  constructor(private readonly settings: ChannelSettingsBox) {}

  toChannelDto(channel: Channel, waiting: number): ChannelDto {
    const { id, name, type, enabled, kinds, projectIds, timeZone, version, createdAt, updatedAt } = channel;
    const known = channelTypeOf(type);
    const settings = this.settings.readable(channel);
    return {
      ...{ id, name, type, enabled, kinds, projectIds, timeZone, waiting, version, createdAt, updatedAt },
      config: known === undefined || settings === null ? null : settingsView(known, settings),
      digest: { rhythm: channel.digest, hour: channel.digestHour, weekday: channel.digestWeekday },
      lastDelivery: toLastDelivery(channel),
    };
  }
}

export function toChannelTypeDto(type: ChannelType): ChannelTypeDto {
  const secrets = new Set(secretFields(type));
  const { title, summary, help } = type;
  const fields = type.fields.map((field) => toFieldDto(field, secrets.has(field.name), ''));
  return { type: type.type, title, summary, help, fields };
}

export function toLastDelivery(row: WithLastDelivery): LastDeliveryDto | null {
  const { lastState: state, lastAt: at, failingSince } = row;
  if (state === null || at === null) return null;
  return { state, at, failingSince, problem: problemOf(row.lastErrorCode, row.lastErrorText, row.lastErrorNext) };
}

export function toDeliveryDto(delivery: Delivery): DeliveryDto {
  const { id, lane: channelId, projectId, state, attempts, nextTryAt, createdAt, settledAt } = delivery;
  const { errorCode, errorText, errorNext } = delivery;
  return {
    ...{ id, channelId, projectId, state, attempts, createdAt, settledAt },
    kind: delivery.kind as DeliveryDto['kind'],
    subject: (delivery.message as Message).subject,
    nextTryAt: state === 'waiting' ? nextTryAt : null,
    problem: state === 'delivered' ? null : problemOf(errorCode, errorText, errorNext),
  };
}

const problemOf = (code: string | null, text: string | null, nextStep: string | null): DeliveryProblemDto | null =>
  code === null ? null : { code, text: text ?? '', nextStep: nextStep ?? '' };
