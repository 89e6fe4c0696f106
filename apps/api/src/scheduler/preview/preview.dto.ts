import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { backupTypes, type BackupTypeName } from '../../backups/backup.entity';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { RetentionRuleDto } from '../../retention/rule.dto';
import { CostEstimateDto } from '../cost/cost.dto';
import { planNames, type PlanName } from '../cost/plans';
import { TimingDto } from '../timing.dto';

/** A schedule that isn't saved. Without a project there is no estimate. */
export class PreviewScheduleDto extends TimingDto {
  @MayBeLeftOut()
  @IsUUID()
  projectId?: string;

  /** The one that is being changed: its own jitter is shown, and it isn't counted twice. */
  @MayBeLeftOut()
  @IsUUID()
  scheduleId?: string;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  destinationIds?: string[];

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType', required: false, default: 'full' })
  @MayBeLeftOut()
  @IsIn(backupTypes)
  type?: BackupTypeName;

  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => RetentionRuleDto)
  retention?: RetentionRuleDto;

  @ApiProperty({ enum: planNames, enumName: 'SupabasePlan', required: false })
  @MayBeLeftOut()
  @IsIn(planNames)
  plan?: PlanName;

  @ApiProperty({ type: 'integer', minimum: 0, nullable: true, required: false })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  quotaBytes?: number | null;

  /** How many runs are shown. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 100, required: false, default: 10 })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(100)
  count?: number;
}

export class PreviewRunDto {
  /** The instant. */
  at: Date;

  /** By the clock of the zone, without its offset. @example 2027-03-28T03:00 */
  local: string;

  /** @example +02:00 */
  offset: string;

  /** 0 Sunday to 6 Saturday, in the zone. */
  @ApiProperty({ type: 'integer' })
  weekday: number;

  /** `gap`: its time does not exist on that day, and it runs behind the gap. `repeat`: its time occurs twice on that day. */
  @ApiProperty({ enum: ['gap', 'repeat'], enumName: 'ClockChange', nullable: true })
  dst: 'gap' | 'repeat' | null;

  /** Of a gap: the time of the rule that does not exist. @example 02:30 */
  @ApiProperty({ type: 'string', nullable: true })
  intended: string | null;

  /** Of a repeated time: it runs at both occurrences; else at the first one only. */
  runsTwice: boolean;

  /** By the rule it would be at this instant, within a blackout window, and is put off to its end. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  movedFrom: Date | null;

  /** The same by the clock of the zone. @example 2027-03-28T02:30 */
  @ApiProperty({ type: 'string', nullable: true })
  movedFromLocal: string | null;
}

export class SchedulePreviewDto {
  runs: PreviewRunDto[];

  /** Times by the rule that blackout windows put off or leave out, up to the last run shown. */
  @ApiProperty({ type: 'integer' })
  inBlackout: number;

  /** Day and weekday are both given: either one is enough. */
  eitherDay: boolean;

  /** Between two times at least, of the next 500. Null: there is one only. */
  @ApiProperty({ type: 'integer', nullable: true })
  smallestGapSeconds: number | null;

  /** In the 30 days from now. */
  @ApiProperty({ type: 'integer' })
  runsPerMonth: number;

  /** Null: no project is named. */
  @ApiProperty({ type: () => CostEstimateDto, nullable: true })
  cost: CostEstimateDto | null;
}
