import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { backupTypes, type BackupTypeName } from '../backups/backup.entity';
import { MayBeLeftOut } from '../http/left-out.decorator';
import { IsName } from '../names/name.decorator';
import { BackupOptionsDto } from '../projects/backup-options.dto';
import { RetentionRuleDto } from '../retention/rule.dto';
import { planNames, type PlanName } from './cost/plans';
import { overlapPolicies, type OverlapPolicy } from './schedule.entity';
import { TimingDto } from './timing.dto';

export class CreateScheduleDto extends TimingDto {
  @IsUUID()
  projectId: string;

  /** 1 to 100 characters. Left out: what it does, like "Every night". */
  @MayBeLeftOut()
  @IsName()
  name?: string;

  /** Ids; left out: the only one there is. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  destinationIds?: string[];

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType', required: false, default: 'full' })
  @MayBeLeftOut()
  @IsIn(backupTypes)
  type?: BackupTypeName;

  /** What is left out comes from the project, as it is now. */
  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => BackupOptionsDto)
  options?: BackupOptionsDto;

  /** Left out: seven days, four weeks, six months. */
  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => RetentionRuleDto)
  retention?: RetentionRuleDto;

  /** Seconds during which a time that was slept through is still made up for, by one backup for all of them. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 2_592_000, required: false, default: 86_400 })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(2_592_000)
  graceSeconds?: number;

  /** While its last backup still goes on: the next one is missed, or waits. A backup of another schedule, or by hand, is always waited for. */
  @ApiProperty({ enum: overlapPolicies, enumName: 'OverlapPolicy', required: false, default: 'skip' })
  @MayBeLeftOut()
  @IsIn(overlapPolicies)
  overlap?: OverlapPolicy;

  /** Minutes after which a backup of it is ended as failed; null: as the service has it (`MAX_RUN_HOURS`). */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1_380, nullable: true, required: false })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_380)
  maxRunMinutes?: number | null;

  /** Of the project at Supabase, for the estimate. Left out: that of its other schedules, else `pro`; `none` for another database. */
  @ApiProperty({ enum: planNames, enumName: 'SupabasePlan', required: false })
  @MayBeLeftOut()
  @IsIn(planNames)
  plan?: PlanName;

  /** Bytes of egress a month that are meant instead of the plan's; null: the plan's. */
  @ApiProperty({ type: 'integer', minimum: 0, nullable: true, required: false })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  quotaBytes?: number | null;

  /** False: it is paused at once. */
  @ApiProperty({ required: false, default: true })
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;

  /** It may read more in a month than the plan includes. */
  @ApiProperty({ required: false, default: false })
  @MayBeLeftOut()
  @IsBoolean()
  acceptCost?: boolean;
}

/** What is left out stays as it is. */
export class UpdateScheduleDto extends PartialType(OmitType(CreateScheduleDto, ['projectId', 'enabled'] as const), {
  skipNullProperties: false,
}) {
  /** The one that was seen; another one is stored: 409. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  version: number;

  /**
   * `listId` of `POST /api/retention/preview`: with the changed rule or zone exactly these copies are deleted. Left out: what the change
   * deletes waits for approval.
   */
  @MayBeLeftOut()
  @Matches(/^[0-9a-f]{64}$/)
  approve?: string;
}
