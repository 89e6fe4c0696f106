import { ApiProperty } from '@nestjs/swagger';
import { IsTimeZone, IsUUID, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';

export class UpcomingQueryDto {
  /** Whose days they are: an IANA name. */
  @ApiProperty({ required: false, default: 'UTC' })
  @MayBeLeftOut()
  @MaxLength(64)
  @Matches(/^[A-Za-z]/, { message: '$property must be the name of a time zone' })
  @IsTimeZone()
  timeZone?: string;

  /** Schedules of this project alone. */
  @MayBeLeftOut()
  @IsUUID()
  project?: string;
}

export class UpcomingDayDto {
  /** @example 2026-11-24 */
  date: string;

  /** That are still to come on it, of all schedules. */
  @ApiProperty({ type: 'integer' })
  runs: number;
}

export class UpcomingDto {
  /** Today and the 14 days after it. */
  days: UpcomingDayDto[];

  /** False: there are more schedules, or runs, than are counted. */
  complete: boolean;
}
