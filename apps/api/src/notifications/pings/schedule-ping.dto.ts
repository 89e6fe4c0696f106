import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, Length, Min } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { StoredSecretDto } from '../../storage/destination.dto';
import { LastDeliveryDto } from '../records/delivery.dto';

/** Where the runs of a schedule are reported to. */
export class SavePingDto {
  /**
   * The address for success, as Healthchecks gives it; `/start` and `/fail` are put behind its path. Left out: the stored one stays.
   * @example https://hc-ping.com/0f0e0d0c-0b0a-4908-8706-050403020100
   */
  @ApiProperty({ type: 'string', required: false, maxLength: 2000 })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 2_000)
  url?: string;

  /** Report also that a run begins; the time it takes is measured there then. */
  @ApiProperty({ required: false, default: true })
  @MayBeLeftOut()
  @IsBoolean()
  tellsStart?: boolean;

  /** Of the stored one, if there is one; another one is stored: 409. */
  @ApiProperty({ type: 'integer', required: false, minimum: 1 })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  version?: number;
}

export class SchedulePingDto {
  @ApiProperty({ format: 'uuid' })
  scheduleId: string;

  /** Whoever knows it can say that all is well: it is never given back. */
  url: StoredSecretDto;

  tellsStart: boolean;

  /** Null: nothing was reported yet. */
  @ApiProperty({ type: () => LastDeliveryDto, nullable: true })
  lastDelivery: LastDeliveryDto | null;

  @ApiProperty({ type: 'integer' })
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class SchedulePingListDto {
  items: SchedulePingDto[];
}
