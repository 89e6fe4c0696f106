import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsString, IsUUID, MaxLength, ValidateIf, ValidateNested } from 'class-validator';
import { backupTypes, type BackupTypeName } from '../../backups/backup.entity';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { BlackoutWindowDto } from '../../scheduler/timing.dto';
import { reasonCodes, type ReasonCode } from '../plan/reason';
import { RetentionRuleDto } from '../rule.dto';
import { setKinds, type SetKind } from '../sets/retention-set';

/** What is left out is taken from the schedule. */
export class PreviewRetentionQueryDto {
  @IsUUID()
  schedule: string;
}

/** A rule that isn't saved yet, for a schedule that is stored or for one that isn't. */
export class PreviewRetentionDto {
  /** Left out: a schedule that isn't stored yet. It has no backups; what it would keep is simulated. */
  @MayBeLeftOut()
  @IsUUID()
  scheduleId?: string;

  @ValidateNested()
  @Type(() => RetentionRuleDto)
  rule: RetentionRuleDto;

  /** IANA. */
  @IsString()
  @MaxLength(64)
  timeZone: string;

  /** Five fields: when the backups to come are due. */
  @IsString()
  @MaxLength(200)
  cron: string;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => BlackoutWindowDto)
  blackout?: BlackoutWindowDto[];
}

/** A rule for backups that people and tokens asked for. */
export class PreviewManualRetentionDto {
  @IsUUID()
  projectId: string;

  /** Left out: at every destination that has no rule of its own. */
  @MayBeLeftOut()
  @IsUUID()
  destinationId?: string;

  /** Null: all are kept. */
  @ApiProperty({ type: () => RetentionRuleDto, nullable: true })
  @ValidateIf((_, value) => value !== null)
  @ValidateNested()
  @Type(() => RetentionRuleDto)
  rule: RetentionRuleDto | null;

  /** IANA. */
  @IsString()
  @MaxLength(64)
  timeZone: string;
}

export class KeptReasonDto {
  @ApiProperty({ enum: reasonCodes, enumName: 'KeptReasonCode' })
  code: ReasonCode;

  /** Nothing overrides it: no rule, no limit of bytes. */
  hard: boolean;

  /** `newest of week 47 (weekly 2 of 4)`. */
  text: string;
}

export const fates = ['kept', 'goes', 'waits'] as const;

/** A copy on the line of time. */
export class RetentionDotDto {
  /** Null: of a backup to come, as it is simulated. */
  @ApiProperty({ type: 'string', nullable: true })
  copyId: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  backupId: string | null;

  /** The moment whose data it holds. */
  at: Date;

  /** Bytes. */
  @ApiProperty({ type: 'integer' })
  size: number;

  good: boolean;
  locked: boolean;

  /** `goes`: the rule deletes it at the next opportunity; `waits`: it would, and somebody has to approve. */
  @ApiProperty({ enum: fates, enumName: 'CopyFate' })
  fate: (typeof fates)[number];

  /** Why it is kept, the weightiest first; empty: nothing keeps it. */
  reasons: KeptReasonDto[];

  /** When it will be deleted, if backups go on as planned; null: later than was simulated, or nobody knows. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  deletesAt: Date | null;
}

export class RetentionPointDto {
  at: Date;

  @ApiProperty({ type: 'integer' })
  copies: number;

  /** Bytes. */
  @ApiProperty({ type: 'integer' })
  bytes: number;
}

/** The months to come, if each backup succeeds and is as large as the last ones. */
export class RetentionSimulationDto {
  /** How far was looked: twelve months, less for a schedule with very many backups. */
  until: Date;

  /** What is kept at the end of each month, and at the end. */
  points: RetentionPointDto[];

  /** What lies there then, the newest first; at most 500. */
  dots: RetentionDotDto[];
}

export class RetentionSetDto {
  key: string;

  @ApiProperty({ enum: setKinds, enumName: 'RetentionSetKind' })
  kind: SetKind;

  /** Null: of a schedule that isn't stored yet. */
  @ApiProperty({ type: 'string', nullable: true })
  destinationId: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  destinationName: string | null;

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType', nullable: true })
  type: BackupTypeName | null;

  /** Today's copies, the newest first; at most 1,000, `copies` counts all. */
  dots: RetentionDotDto[];

  @ApiProperty({ type: 'integer' })
  copies: number;

  @ApiProperty({ type: 'integer' })
  bytes: number;

  @ApiProperty({ type: 'integer' })
  wouldDelete: number;

  @ApiProperty({ type: 'integer' })
  wouldDeleteBytes: number;

  /** What may not be deleted takes more than `maxBytes`. */
  overBudget: boolean;

  /** Null: nothing says when backups come. */
  @ApiProperty({ type: () => RetentionSimulationDto, nullable: true })
  simulation: RetentionSimulationDto | null;
}

export class RetentionPreviewDto {
  /** Names exactly the copies that would be deleted now. To be sent as `approve` when the rule is saved. */
  listId: string;

  /** How many would be deleted now. */
  @ApiProperty({ type: 'integer' })
  wouldDelete: number;

  @ApiProperty({ type: 'integer' })
  wouldDeleteBytes: number;

  @ApiProperty({ type: 'integer' })
  kept: number;

  @ApiProperty({ type: 'integer' })
  keptBytes: number;

  sets: RetentionSetDto[];
}
