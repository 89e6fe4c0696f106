import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsString,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { isoDate } from '../../paging/iso-date';
import { PageQueryDto } from '../../paging/page-query.dto';
import { BackupOptionsDto } from '../../projects/backup-options.dto';
import { BackupProfileDto, BackupProgressDto } from '../progress/progress.dto';
import { copyStatuses, type CopyStatus } from '../backup-copy.entity';
import {
  backupStatuses,
  backupTriggers,
  backupTypes,
  type BackupStatus,
  type BackupTrigger,
  type BackupTypeName,
} from '../backup.entity';
import { shownStatuses, type ShownStatus } from './shown-status';

export class CreateBackupDto {
  @IsUUID()
  projectId: string;

  /** Ids; left out: the only one there is. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  destinations?: string[];

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType', required: false, default: 'full' })
  @MayBeLeftOut()
  @IsIn(backupTypes)
  type?: BackupTypeName;

  /** What is left out comes from the project. */
  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => BackupOptionsDto)
  options?: BackupOptionsDto;

  @MayBeLeftOut()
  @IsString()
  @MaxLength(10_000)
  notes?: string;
}

/** What is left out stays as it is. */
export class UpdateBackupDto {
  @MayBeLeftOut()
  @IsString()
  @MaxLength(10_000)
  notes?: string;

  /** Nothing deletes a locked backup. */
  @MayBeLeftOut()
  @IsBoolean()
  locked?: boolean;
}

export class BackupQueryDto extends PageQueryDto {
  @MayBeLeftOut()
  @IsUUID()
  project?: string;

  /** With a copy there, whatever became of it. */
  @MayBeLeftOut()
  @IsUUID()
  destination?: string;

  @ApiProperty({ enum: backupStatuses, enumName: 'BackupStatus', required: false })
  @MayBeLeftOut()
  @IsIn(backupStatuses)
  status?: BackupStatus;

  @ApiProperty({ enum: backupTriggers, enumName: 'BackupTrigger', required: false })
  @MayBeLeftOut()
  @IsIn(backupTriggers)
  trigger?: BackupTrigger;

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType', required: false })
  @MayBeLeftOut()
  @IsIn(backupTypes)
  type?: BackupTypeName;

  /** Asked for at this instant or later. */
  @ApiProperty({ type: 'string', format: 'date-time', required: false })
  @MayBeLeftOut()
  @Transform(isoDate)
  @IsDate()
  from?: Date;

  /** Asked for before this instant. */
  @ApiProperty({ type: 'string', format: 'date-time', required: false })
  @MayBeLeftOut()
  @Transform(isoDate)
  @IsDate()
  to?: Date;

  /** `true`: only deleted ones, whose rows stay. */
  @ApiProperty({ type: 'boolean', required: false, default: false })
  @MayBeLeftOut()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  deleted?: boolean;
}

export class DeleteBackupQueryDto {
  /** Forgets the copies at destinations where nothing is deleted, and leaves their files there. */
  @ApiProperty({ enum: ['keep'], required: false })
  @MayBeLeftOut()
  @IsIn(['keep'])
  copies?: 'keep';

  /** Of the last good backup of its project: the project's name. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  confirm?: string;
}

export class RunErrorDto {
  /** Stable, for programs. */
  code: string;
  text: string;
  nextStep: string | null;
}

export class GapDto {
  component: string;
  status: string;
  reason: string;
}

export class BackupCopyDto {
  id: string;
  /** Null: the browser. */
  destinationId: string | null;
  /** As the destination was called then. */
  destinationName: string;

  @ApiProperty({ enum: copyStatuses, enumName: 'CopyStatus' })
  status: CopyStatus;

  /** The object's key there; null until the upload begins. */
  key: string | null;
  /** Bytes. */
  @ApiProperty({ type: 'integer', nullable: true })
  size: number | null;
  sha256: string | null;
  storedAt: Date | null;
  error: RunErrorDto | null;
  /** When what failed is tried again. */
  retryAt: Date | null;
}

/** Why a copy that lies somewhere is kept, and when it goes. */
export class CopyRetentionDto {
  copyId: string;

  /** `newest of week 47 (weekly 2 of 4)`; the weightiest first. Empty: it goes, or somebody has to approve that. */
  keptBecause: string[];

  /** If backups go on as planned; null: nobody knows. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  deletesAt: Date | null;

  /** The list that waits for approval and has it; null: none. */
  @ApiProperty({ type: 'string', nullable: true })
  approvalId: string | null;
}

export class BackupLinksDto {
  self: string;
  log: string;
  contents: string;
  project: string;
}

/** A backup as lists show it. Sizes in bytes. */
export class BackupSummaryDto {
  id: string;
  projectId: string;
  /** As the project was called then. */
  projectName: string;

  @ApiProperty({ enum: backupTriggers, enumName: 'BackupTrigger' })
  trigger: BackupTrigger;

  scheduleId: string | null;
  /** Who asked; null: the service itself. */
  requestedBy: string | null;

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType' })
  type: BackupTypeName;

  @ApiProperty({ enum: backupStatuses, enumName: 'BackupStatus' })
  status: BackupStatus;

  /** What people are to be shown: with gaps or copies missing a backup isn't plainly complete. */
  @ApiProperty({ enum: shownStatuses, enumName: 'ShownStatus' })
  shownStatus: ShownStatus;

  encrypted: boolean;
  /** How often it was begun. */
  @ApiProperty({ type: 'integer' })
  attempt: number;

  cancelRequested: boolean;
  /** Why it ended, or why it is tried again. */
  error: RunErrorDto | null;
  /** What should be inside and is not. */
  gaps: GapDto[];
  createdAt: Date;
  /** A queued one isn't begun before. */
  runAfter: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  snapshotTime: Date | null;

  @ApiProperty({ type: 'integer', nullable: true })
  rawBytes: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  storedBytes: number | null;

  sha256: string | null;
  /** 0 size, 1 every hash, 2 every member, 3 restored. */
  @ApiProperty({ type: 'integer' })
  verifiedLevel: number;

  verifiedAt: Date | null;
  locked: boolean;
  notes: string;
  deletedAt: Date | null;
  /** Of the last attempt. */
  copies: BackupCopyDto[];
  links: BackupLinksDto;
}

export class BackupDto extends BackupSummaryDto {
  options: BackupOptionsDto;
  /** age recipients. */
  recipients: string[];
  /** While it runs: how far it is. */
  progress: BackupProgressDto | null;

  /** Of each copy that lies somewhere: why it is kept, and when it goes. */
  retention: CopyRetentionDto[];

  /** Where its time went. */
  profile: BackupProfileDto | null;
}

export class BackupPageDto {
  items: BackupSummaryDto[];
  /** The cursor of the following page; null: this was the last. */
  next: string | null;
}
