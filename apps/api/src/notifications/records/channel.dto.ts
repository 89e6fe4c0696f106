import { ApiExtraModels, ApiProperty, getSchemaPath, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { IsName } from '../../names/name.decorator';
import { SettingNoticeDto, StoredSecretDto } from '../../storage/destination.dto';
import { givenSettings } from '../../storage/settings-schema';
import type { SettingsView } from '../../storage/settings-view';
import { occurrenceKinds, type OccurrenceKind } from '../occurrence';
import { digestRhythms, type DigestRhythm } from './channel.entity';
import { DeliveryProblemDto, LastDeliveryDto } from './delivery.dto';
import { IsTimeZone } from './time-zone.decorator';

const kinds = { enum: occurrenceKinds, enumName: 'OccurrenceKind', isArray: true };

/** When a digest is sent. */
export class DigestDto {
  @ApiProperty({ enum: digestRhythms, enumName: 'DigestRhythm' })
  @IsIn(digestRhythms)
  rhythm: DigestRhythm;

  /** Hour of the day in the channel's zone. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 23 })
  @IsInt()
  @Min(0)
  @Max(23)
  hour: number;

  /** Of a weekly one: 1 Monday to 7 Sunday. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 7 })
  @IsInt()
  @Min(1)
  @Max(7)
  weekday: number;
}

export class CreateChannelDto {
  @IsName()
  name: string;

  /** One of `GET /api/notifications/types`. */
  @IsString()
  @Length(1, 40)
  type: string;

  /**
   * By field of the type.
   * @example { "url": "https://hooks.example.com/backups" }
   */
  @ApiProperty(givenSettings())
  @IsObject()
  config: Record<string, unknown>;

  @ApiProperty({ required: false, default: true })
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;

  /** What is told there; left out: those with `byDefault` of `GET /api/notifications/events`. */
  @ApiProperty({ ...kinds, required: false })
  @MayBeLeftOut()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(occurrenceKinds.length)
  @IsIn(occurrenceKinds, { each: true })
  kinds?: OccurrenceKind[];

  /** Only of these projects; null or left out: of all. What concerns no single project is told in any case. */
  @ApiProperty({ type: 'string', format: 'uuid', isArray: true, nullable: true, required: false })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(200)
  @IsUUID(undefined, { each: true })
  projectIds?: string[] | null;

  /** Left out: none. */
  @ApiProperty({ type: () => DigestDto, required: false })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => DigestDto)
  digest?: DigestDto;

  /** IANA name; times in the messages and the hour of the digest are in it. Left out: UTC. */
  @ApiProperty({ type: 'string', required: false, default: 'UTC' })
  @MayBeLeftOut()
  @IsTimeZone()
  timeZone?: string;
}

/** What is left out stays as it is. */
export class UpdateChannelDto extends PartialType(OmitType(CreateChannelDto, ['type', 'config'] as const)) {
  /** The one that was seen; another one is stored: 409. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  version: number;

  /**
   * By field: left out stays, null removes. A secret stays when its mask (`••••`, or the `{ set, hint }` of a reply) comes back; it is to be
   * given again when it would be sent to another address.
   */
  @ApiProperty({ ...givenSettings(), selfRequired: false })
  @MayBeLeftOut()
  @IsObject()
  config?: Record<string, unknown>;
}

export class TestChannelDto {
  /** One of `GET /api/notifications/types`. */
  @IsString()
  @Length(1, 40)
  type: string;

  /** By field of the type. */
  @ApiProperty(givenSettings())
  @IsObject()
  config: Record<string, unknown>;

  /** The channel that is being edited: what `config` leaves out is taken from it. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @IsUUID()
  channelId?: string;
}

@ApiExtraModels(StoredSecretDto)
export class ChannelDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  name: string;

  type: string;

  /** Its settings by field; a secret as `{ set, hint }`. Null: they can't be read any more, and are to be entered again. */
  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: {
      oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { $ref: getSchemaPath(StoredSecretDto) }],
    },
  })
  config: SettingsView | null;

  enabled: boolean;

  @ApiProperty(kinds)
  kinds: OccurrenceKind[];

  @ApiProperty({ type: 'string', format: 'uuid', isArray: true, nullable: true })
  projectIds: string[] | null;

  digest: DigestDto;

  timeZone: string;

  /** Null: nothing was sent there yet. */
  @ApiProperty({ type: () => LastDeliveryDto, nullable: true })
  lastDelivery: LastDeliveryDto | null;

  /** Messages that wait to be sent. */
  @ApiProperty({ type: 'integer' })
  waiting: number;

  /** To be sent with a change. */
  @ApiProperty({ type: 'integer' })
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class SavedChannelDto extends ChannelDto {
  notices: SettingNoticeDto[];
}

export class ChannelListDto {
  /** By name; there are at most 50. */
  items: ChannelDto[];
}

/** What became of a test message. */
export class ChannelTestDto {
  @ApiProperty({ enum: ['delivered', 'not_delivered'], enumName: 'DeliveryResult' })
  state: 'delivered' | 'not_delivered';

  at: Date;

  /** Milliseconds it took. */
  @ApiProperty({ type: 'integer' })
  ms: number;

  /** Null: it was delivered. */
  @ApiProperty({ type: () => DeliveryProblemDto, nullable: true })
  problem: DeliveryProblemDto | null;

  notices: SettingNoticeDto[];
}
