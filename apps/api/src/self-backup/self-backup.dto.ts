import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { RunErrorDto } from '../backups/records/backup.dto';
import { MayBeLeftOut } from '../http/left-out.decorator';
import { selfBackupCopyStatuses, type SelfBackupCopyStatus } from './self-backup-copy.entity';
import {
  selfBackupReasons,
  selfBackupStatuses,
  type SelfBackupReason,
  type SelfBackupStatus,
} from './self-backup.entity';

export class SelfBackupCopyDto {
  destinationId: string;

  /** As the destination was called then. */
  destinationName: string;

  /** The object's key there: with it the file is found when these records are lost. */
  key: string;

  @ApiProperty({ enum: selfBackupCopyStatuses, enumName: 'SelfBackupCopyStatus' })
  status: SelfBackupCopyStatus;

  error: RunErrorDto | null;
}

/** A backup of the service's own records. */
export class SelfBackupDto {
  id: string;

  /** `daily`, after a `change` of the settings, or `asked` for. */
  @ApiProperty({ enum: selfBackupReasons, enumName: 'SelfBackupReason' })
  reason: SelfBackupReason;

  /** `succeeded`: stored at one destination at least. */
  @ApiProperty({ enum: selfBackupStatuses, enumName: 'SelfBackupStatus' })
  status: SelfBackupStatus;

  /** Null: the service itself. */
  @ApiProperty({ type: 'string', nullable: true })
  requestedBy: string | null;

  encrypted: boolean;

  /** Bytes. */
  @ApiProperty({ type: 'integer', nullable: true })
  size: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  sha256: string | null;

  copies: SelfBackupCopyDto[];
  error: RunErrorDto | null;
  createdAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  finishedAt: Date | null;
}

export class SelfBackupPlaceDto {
  id: string;
  name: string;
}

export class SelfBackupKeyDto {
  name: string;
  /** An age recipient. */
  recipient: string;
}

/** How the service backs up its own records, and when it did. */
export class SelfBackupStateDto {
  enabled: boolean;

  /** Null: every enabled destination. */
  @ApiProperty({ type: 'string', isArray: true, nullable: true })
  destinationIds: string[] | null;

  /** The newest so many stay at each destination. */
  @ApiProperty({ type: 'integer' })
  keep: number;

  /** Also while there is no recovery key: then names and addresses are readable, and the app key is not inside. */
  allowUnencrypted: boolean;

  /** Where the next one goes. */
  destinations: SelfBackupPlaceDto[];

  /** Whose private keys open the next one; none: it is not encrypted. */
  recoveryKeys: SelfBackupKeyDto[];

  /** Why there is no next one; null: nothing is in its way. */
  problem: RunErrorDto | null;

  /** Null: it is switched off, or something is in its way. */
  @ApiProperty({ type: Date, nullable: true })
  nextAt: Date | null;

  lastSuccess: SelfBackupDto | null;

  /** The newest first, at most 30. */
  items: SelfBackupDto[];
}

/** What is left out stays as it is. */
export class UpdateSelfBackupDto {
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;

  /** Null: every enabled destination. */
  @ApiProperty({ type: 'string', isArray: true, nullable: true, required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  destinationIds?: string[] | null;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1_000, required: false })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(1_000)
  keep?: number;

  @MayBeLeftOut()
  @IsBoolean()
  allowUnencrypted?: boolean;
}
