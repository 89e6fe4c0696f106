import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { RunErrorDto } from '../../backups/records/backup.dto';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { checkStatuses, damageKinds, type CheckStatus, type DamageKind } from '../check.entity';

export class CheckBackupDto {
  /** The copy to read; left out: every copy that lies at a destination. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @IsUUID()
  copyId?: string;

  /** 1: every hash. 2: every member decoded too, which an encrypted backup does not allow: the private key is not here. */
  @ApiProperty({ enum: [1, 2], required: false, default: 1 })
  @MayBeLeftOut()
  @IsIn([1, 2])
  level?: 1 | 2;
}

/** One place of the file that isn't what it was. */
export class FindingDto {
  /** As it is called in the file: `sql/00000123-data-public.users.sql.zst`. */
  member: string;

  /** Whose rows it holds: `public.users`; null: not a table's, or unknown. */
  @ApiProperty({ type: 'string', nullable: true })
  table: string | null;

  /** The bytes [start, end) of the file. */
  @ApiProperty({ type: 'integer' })
  start: number;

  @ApiProperty({ type: 'integer' })
  end: number;

  reason: string;
}

/** One reading of one copy. Sizes in bytes. */
export class CheckDto {
  id: string;
  copyId: string;
  destinationId: string;

  /** As the destination was called then. */
  destinationName: string;

  /** 1: every hash. 2: every member decoded too. */
  @ApiProperty({ type: 'integer' })
  level: number;

  /** `failed`: the destination could not be read; that says nothing of the copy. */
  @ApiProperty({ enum: checkStatuses, enumName: 'ArchiveCheckStatus' })
  status: CheckStatus;

  /** Null: it was its turn. */
  @ApiProperty({ type: 'string', nullable: true })
  requestedBy: string | null;

  /** Of the file as it lies there; null: not known yet. */
  @ApiProperty({ type: 'integer', nullable: true })
  size: number | null;

  @ApiProperty({ type: 'integer' })
  readBytes: number;

  /** `changed`: bytes are others. `cut`: the end is missing. `swapped`: another backup's file. `foreign`: no backup at all. */
  @ApiProperty({ enum: damageKinds, enumName: 'DamageKind', nullable: true })
  damage: DamageKind | null;

  /** The first of the damaged places, at most 100. */
  findings: FindingDto[];

  /** How many places are damaged. */
  @ApiProperty({ type: 'integer' })
  findingsCount: number;

  error: RunErrorDto | null;
  createdAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  startedAt: Date | null;

  @ApiProperty({ type: Date, nullable: true })
  finishedAt: Date | null;
}

export class CheckListDto {
  /** The newest first, at most 100. */
  items: CheckDto[];
}

export class CheckSettingsDto {
  /** Stored copies are read again by themselves. */
  enabled: boolean;

  /** Each copy once in so many days. */
  @ApiProperty({ type: 'integer' })
  everyDays: number;

  /** The most that is read in 24 hours, bytes; null: as much as it takes. What destinations ask for reading depends on it. */
  @ApiProperty({ type: 'integer', nullable: true })
  mostBytesPerDay: number | null;

  /** Bytes a second; null: no limit. */
  @ApiProperty({ type: 'integer', nullable: true })
  bytesPerSecond: number | null;

  /** Copies that lie at a destination. */
  @ApiProperty({ type: 'integer' })
  copies: number;

  /** Those of them that were not read for longer than `everyDays`, or never. */
  @ApiProperty({ type: 'integer' })
  due: number;

  /** Bytes of all copies: what a whole round reads. */
  @ApiProperty({ type: 'integer' })
  bytes: number;
}

/** What is left out stays as it is. */
export class UpdateCheckSettingsDto {
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 365, required: false })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(365)
  everyDays?: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1e15, nullable: true, required: false })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1e15)
  mostBytesPerDay?: number | null;

  @ApiProperty({ type: 'integer', minimum: 65_536, maximum: 1e12, nullable: true, required: false })
  @IsOptional()
  @IsInt()
  @Min(65_536)
  @Max(1e12)
  bytesPerSecond?: number | null;
}
