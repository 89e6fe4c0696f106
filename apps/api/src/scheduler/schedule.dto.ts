import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { backupStatuses, backupTypes, type BackupStatus, type BackupTypeName } from '../backups/backup.entity';
import { shownStatuses, type ShownStatus } from '../backups/records/shown-status';
import { MayBeLeftOut } from '../http/left-out.decorator';
import { PageQueryDto } from '../paging/page-query.dto';
import { BackupOptionsDto } from '../projects/backup-options.dto';
import { RetentionRuleDto } from '../retention/rule.dto';
import { planNames, type PlanName } from './cost/plans';
import { overlapPolicies, type OverlapPolicy } from './schedule.entity';
import { BlackoutWindowDto } from './timing.dto';

export class ScheduleQueryDto extends PageQueryDto {
  @MayBeLeftOut()
  @IsUUID()
  project?: string;
}

/** The newest backup of a schedule, missed ones too. */
export class LastScheduledDto {
  backupId: string;

  @ApiProperty({ enum: backupStatuses, enumName: 'BackupStatus' })
  status: BackupStatus;

  /** What people are shown: with gaps or without a copy it is never plainly complete. */
  @ApiProperty({ enum: shownStatuses, enumName: 'ShownStatus' })
  shownStatus: ShownStatus;

  /** When it was asked for; of a missed one the time that was missed. */
  createdAt: Date;
}

export class ScheduleDto {
  id: string;

  name: string;

  projectId: string;

  projectName: string;

  destinationIds: string[];

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType' })
  type: BackupTypeName;

  options: BackupOptionsDto;

  /** Five fields. */
  cron: string;

  /** IANA name. */
  timeZone: string;

  @ApiProperty({ type: 'integer' })
  jitterSeconds: number;

  blackout: BlackoutWindowDto[];

  @ApiProperty({ type: 'integer' })
  graceSeconds: number;

  @ApiProperty({ enum: overlapPolicies, enumName: 'OverlapPolicy' })
  overlap: OverlapPolicy;

  @ApiProperty({ type: 'integer', nullable: true })
  maxRunMinutes: number | null;

  retention: RetentionRuleDto;

  @ApiProperty({ enum: planNames, enumName: 'SupabasePlan' })
  plan: PlanName;

  @ApiProperty({ type: 'integer', nullable: true })
  quotaBytes: number | null;

  enabled: boolean;

  /** Its next time; null: it is paused. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  nextSlot: Date | null;

  /** The same with its jitter. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  dueAt: Date | null;

  /** A time that waits for the end of another backup of the project. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  waitingSlot: Date | null;

  /** Null: there is none yet. */
  @ApiProperty({ type: () => LastScheduledDto, nullable: true })
  lastRun: LastScheduledDto | null;

  /** Times missed in the last 30 days. */
  @ApiProperty({ type: 'integer' })
  missedCount: number;

  /** To be sent with a change. */
  @ApiProperty({ type: 'integer' })
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class SchedulePageDto {
  items: ScheduleDto[];

  /** The next page's cursor; null: this is the last one. */
  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
