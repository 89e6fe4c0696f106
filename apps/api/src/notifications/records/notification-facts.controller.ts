import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { IdPipe } from '../../http/id.pipe';
import { mapPage } from '../../paging/page-of';
import { channelTypes } from '../channels/channel-types';
import { Digests } from '../digest/digests';
import { TellSoon } from '../notification-tasks';
import { occurrenceKinds } from '../occurrence';
import { occurrenceKindsDescribed } from '../occurrence-kinds';
import { Thresholds } from '../watch/thresholds';
import { ChannelTypeListDto, OccurrenceKindListDto } from './channel-type.dto';
import { toChannelTypeDto, toDeliveryDto } from './channel.mapper';
import { Channels } from './channels.service';
import { DeliveryDto, DeliveryPageDto, DeliveryQueryDto } from './delivery.dto';
import { DeliveryRetries } from './delivery-retries';
import { DigestPreviewDto } from './message.dto';
import { ThresholdsDto, UpdateThresholdsDto } from './thresholds.dto';

@ApiTags('notifications')
@Controller('notifications')
export class NotificationFactsController {
  constructor(
    private readonly channels: Channels,
    private readonly retries: DeliveryRetries,
    private readonly digests: Digests,
    private readonly thresholds: Thresholds,
    private readonly soon: TellSoon,
  ) {}

  /** Lists the types of channels with their settings as data: a form and its checks follow from them. */
  @Get('types')
  @Access('viewer')
  listChannelTypes(): ChannelTypeListDto {
    return { items: channelTypes.map(toChannelTypeDto) };
  }

  /** Lists what a channel can be told, in the order in which a page shows it. */
  @Get('events')
  @Access('viewer')
  listOccurrenceKinds(): OccurrenceKindListDto {
    return { items: occurrenceKinds.map((kind) => ({ kind, ...occurrenceKindsDescribed[kind] })) };
  }

  /** Lists messages to channels, the newest first; they are kept for 30 days. */
  @Get('deliveries')
  @Access('viewer')
  async listDeliveries(@Query() query: DeliveryQueryDto): Promise<DeliveryPageDto> {
    return mapPage(await this.channels.deliveries(query), toDeliveryDto);
  }

  /** Sends a message again that waits or was given up. */
  @Post('deliveries/:id/retry')
  @HttpCode(200)
  @Access('operator')
  async retryDelivery(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<DeliveryDto> {
    const delivery = await this.retries.retry(id, actor);
    this.soon.now();
    return toDeliveryDto(delivery);
  }

  /** Composes the digest that the channel would get now; nothing is sent. */
  @Get('channels/:id/digest')
  @Access('viewer')
  async previewDigest(@Param('id', IdPipe) id: string): Promise<DigestPreviewDto> {
    return this.digests.preview(await this.channels.get(id));
  }

  /** Reads from when on something is told. */
  @Get('settings')
  @Access('viewer')
  getNotificationSettings(): Promise<ThresholdsDto> {
    return this.thresholds.read();
  }

  /** Changes from when on something is told. */
  @Patch('settings')
  @Access('owner')
  updateNotificationSettings(@Body() body: UpdateThresholdsDto, @CurrentActor() actor: Actor): Promise<ThresholdsDto> {
    return this.thresholds.change(body, actor);
  }
}
