import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';

/** A time of the day at which no backup begins. What would have begun in it begins at its end. */
export class BlackoutWindowDto {
  /** By the clock of the schedule's zone. @example 08:00 */
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'from must be a time like 08:00' })
  from: string;

  /** Past midnight when it isn't later than `from`; `24:00` is the end of the day. @example 18:30 */
  @Matches(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { message: 'to must be a time like 18:30, or 24:00' })
  to: string;

  /** Weekdays on which it begins: 0 Sunday to 6 Saturday; none: every day. */
  @ApiProperty({ type: 'integer', isArray: true, minimum: 0, maximum: 6 })
  @IsArray()
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Max(6, { each: true })
  days: number[];
}

/** When a schedule is due. */
export class TimingDto {
  /** Minute, hour, day, month, weekday. @example 30 2 * * * */
  @IsString()
  @MaxLength(200)
  cron: string;

  /** A name of the IANA list. @example Europe/Berlin */
  @IsString()
  @MaxLength(64)
  timeZone: string;

  /** Seconds by which its backups are put off at most; how many is drawn once for each schedule. Shorter than the time between two of them. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 86_400, required: false, default: 0 })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(86_400)
  jitterSeconds?: number;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => BlackoutWindowDto)
  blackout?: BlackoutWindowDto[];
}
