import { ApiProperty } from '@nestjs/swagger';
import { componentIds, type ComponentId, type ComponentStatus } from '@stowbase/archive';
import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { backupTypes, type BackupTypeName } from '../backup.entity';

export const componentStatuses = ['saved', 'empty', 'not_permitted', 'off', 'failed'] as const;

export class ContentsQueryDto {
  /** `1`: the archive's own contents.json, whole, read from a stored copy. Not for encrypted backups. */
  @ApiProperty({ enum: ['0', '1'], required: false, default: '0' })
  @MayBeLeftOut()
  @IsIn(['0', '1'])
  full?: '0' | '1';
}

export class ContentsComponentDto {
  @ApiProperty({ enum: componentIds, enumName: 'ComponentId' })
  name: ComponentId;

  @ApiProperty({ enum: componentStatuses, enumName: 'ComponentStatus' })
  status: ComponentStatus;

  /** How many objects, or rows for those that are rows. */
  @ApiProperty({ type: 'integer' })
  count: number;

  @ApiProperty({ type: 'string', nullable: true })
  reason: string | null;
}

export class ContentsExtensionDto {
  name: string;
  version: string;
  schema: string;
}

export class ContentsExtensionsDto {
  @ApiProperty({ type: 'integer' })
  count: number;

  /** At most 100. */
  items: ContentsExtensionDto[];
}

export class ContentsSourceDto {
  database: string;
  serverVersion: string;
  encoding: string;
  locale: string;
  extensions: ContentsExtensionsDto;
}

export class ContentsTableDto {
  schema: string;
  name: string;

  @ApiProperty({ type: 'integer' })
  rows: number;

  /** As text, before compression. */
  @ApiProperty({ type: 'integer' })
  rawBytes: number;
}

export class ContentsTablesDto {
  /** All tables. */
  @ApiProperty({ type: 'integer' })
  count: number;

  /** Of all tables. */
  @ApiProperty({ type: 'integer' })
  rows: number;

  /** Of all tables. */
  @ApiProperty({ type: 'integer' })
  rawBytes: number;

  /** The 200 largest, the largest first. */
  items: ContentsTableDto[];
}

export class ContentsLargeObjectsDto {
  @ApiProperty({ type: 'integer' })
  count: number;

  @ApiProperty({ type: 'integer' })
  bytes: number;
}

export class ContentsLargestRowDto {
  schema: string;
  name: string;

  @ApiProperty({ type: 'integer' })
  bytes: number;
}

export class ContentsNamesDto {
  @ApiProperty({ type: 'integer' })
  count: number;

  /** At most 100. */
  items: string[];
}

/** What no backup of a database can hold: never a gap, always said. */
export class ContentsLimitDto {
  /** `login_passwords`, `vault_secrets`, `user_mapping_options`, `platform_only_tables`, `storage_files`. */
  id: string;
  objects: ContentsNamesDto;

  /** What sets them again after a restore, with `…` for the value; at most 100. */
  statements: string[];
}

export class ContentsGapDto {
  @ApiProperty({ enum: componentIds, enumName: 'ComponentId' })
  component: string;

  @ApiProperty({ enum: componentStatuses, enumName: 'ComponentStatus' })
  status: string;

  reason: string;
}

export class ContentsWarningDto {
  code: string;
  text: string;

  @ApiProperty({ type: 'string', nullable: true })
  object: string | null;
}

export class ContentsWarningsDto {
  @ApiProperty({ type: 'integer' })
  count: number;

  /** At most 100. */
  items: ContentsWarningDto[];
}

/** What is inside a backup, in short; lists are cut, their counts are not. */
export class BackupContentsDto {
  backupId: string;

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType' })
  type: BackupTypeName;

  /** The archive's own list of contents can be read by its private key only; this summary is what the service kept. */
  encrypted: boolean;

  source: ContentsSourceDto;
  components: ContentsComponentDto[];
  tables: ContentsTablesDto;

  /** How many sequence values. */
  @ApiProperty({ type: 'integer' })
  sequences: number;

  largeObjects: ContentsLargeObjectsDto;

  @ApiProperty({ type: ContentsLargestRowDto, nullable: true })
  largestRow: ContentsLargestRowDto | null;

  limits: ContentsLimitDto[];

  /** Components that should be inside and are not. */
  gaps: ContentsGapDto[];

  warnings: ContentsWarningsDto;

  /** Materialized views that a restore refreshes. */
  refresh: ContentsNamesDto;

  /** Members of the archive. */
  @ApiProperty({ type: 'integer' })
  members: number;

  /** The moment that the backup shows. */
  @ApiProperty({ type: 'string', format: 'date-time' })
  takenAt: string;
}
