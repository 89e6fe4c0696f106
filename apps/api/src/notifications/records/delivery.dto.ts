import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { PageQueryDto } from '../../paging/page-query.dto';
import { messageKinds, type MessageKind } from '../message/message';
import { deliveryStates, type DeliveryState } from '../outbox/last-delivery';

/** Why something was not delivered. */
export class DeliveryProblemDto {
  /** Stable, for programs; docs/notifications.md lists them. */
  code: string;

  /** One sentence. */
  text: string;

  nextStep: string;
}

/** What became of the last thing that was sent. */
export class LastDeliveryDto {
  @ApiProperty({ enum: ['delivered', 'not_delivered'], enumName: 'DeliveryResult' })
  state: Exclude<DeliveryState, 'waiting'>;

  at: Date;

  /** Null: it was delivered. */
  @ApiProperty({ type: () => DeliveryProblemDto, nullable: true })
  problem: DeliveryProblemDto | null;

  /** Since when nothing was delivered; null: the last one was. */
  @ApiProperty({ type: Date, nullable: true })
  failingSince: Date | null;
}

export class DeliveryQueryDto extends PageQueryDto {
  /** Only of this channel. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @IsUUID()
  channel?: string;

  @ApiProperty({ enum: deliveryStates, enumName: 'DeliveryState', required: false })
  @MayBeLeftOut()
  @IsIn(deliveryStates)
  state?: DeliveryState;
}

/** One message to one channel. */
export class DeliveryDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  channelId: string;

  @ApiProperty({ enum: messageKinds, enumName: 'MessageKind' })
  kind: MessageKind;

  @ApiProperty({ format: 'uuid', type: 'string', nullable: true })
  projectId: string | null;

  subject: string;

  /** `waiting`: it is sent soon, or tried again at `nextTryAt`. */
  @ApiProperty({ enum: deliveryStates, enumName: 'DeliveryState' })
  state: DeliveryState;

  @ApiProperty({ type: 'integer' })
  attempts: number;

  /** Null: it is settled. */
  @ApiProperty({ type: Date, nullable: true })
  nextTryAt: Date | null;

  /** Of the last attempt; null: it was delivered, or not tried yet. */
  @ApiProperty({ type: () => DeliveryProblemDto, nullable: true })
  problem: DeliveryProblemDto | null;

  createdAt: Date;

  /** When it was delivered or given up. */
  @ApiProperty({ type: Date, nullable: true })
  settledAt: Date | null;
}

export class DeliveryPageDto {
  /** The newest first. */
  items: DeliveryDto[];

  /** Cursor of the following page; null: this is the last. */
  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
