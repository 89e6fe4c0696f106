import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';

/** From when on something is told, for all channels. */
export class ThresholdsDto {
  /** A backup with less than so many percent of the usual size has shrunk: of the median of the last five of its project and type. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 99 })
  shrinkPercent: number;

  /** A destination with less than so many percent free is nearly full; so is one without room for two more backups. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 90 })
  freePercent: number;

  /** Hours that a backup may come later than its schedules promise. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 168 })
  graceHours: number;
}

/** What is left out stays as it is. */
export class UpdateThresholdsDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 99, required: false })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(99)
  shrinkPercent?: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 90, required: false })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(90)
  freePercent?: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 168, required: false })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(168)
  graceHours?: number;
}
