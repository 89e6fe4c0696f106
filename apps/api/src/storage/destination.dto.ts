import { ApiProperty, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';
import { IsName } from '../names/name.decorator';
import { copyChoices, type CopyChoice } from './destination-users';
import type { DestinationOrigin, ValidationStatus } from './destination.entity';
import { givenSettings } from './settings-schema';
import type { SettingsView } from './settings-view';

export class CreateDestinationDto {
  @IsName()
  name: string;

  /** One of `GET /api/storage/types`. */
  @IsString()
  @Length(1, 40)
  type: string;

  /**
   * By field of the type.
   * @example { "path": "supabase" }
   */
  @ApiProperty(givenSettings())
  @IsObject()
  config: Record<string, unknown>;

  /** Of `storage/connect`: an account was connected, and what it granted goes over `config`. */
  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 100)
  credentialsId?: string;

  /** False saves it although its connection test fails; backups don't go there until it is enabled. */
  @ApiProperty({ required: false, default: true })
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;

  /** Bytes a second that may be sent there, all backups and copies together; null: no limit. */
  @ApiProperty({ type: 'integer', nullable: true, required: false, minimum: 16384 })
  @IsOptional()
  @IsInt()
  @Min(16_384)
  @Max(Number.MAX_SAFE_INTEGER)
  bandwidthLimit?: number | null;

  /** True: Stowbase deletes nothing there, and the store's own rules decide what stays. */
  @MayBeLeftOut()
  @IsBoolean()
  keepsEverything?: boolean;
}

/** What is left out stays as it is. */
export class UpdateDestinationDto {
  /** The one that was seen; another one is stored: 409. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  version: number;

  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @IsName()
  name?: string;

  /**
   * By field: left out stays, null removes. A secret stays when its mask (`••••`, or the `{ set, hint }` of a reply) comes back; it is to be
   * given again when an address changes.
   */
  @ApiProperty({ ...givenSettings(), selfRequired: false })
  @MayBeLeftOut()
  @IsObject()
  config?: Record<string, unknown>;

  /** Of `storage/connect`: an account was connected, and what it granted goes over `config`. */
  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 100)
  credentialsId?: string;

  /** Enabling tests the connection first. */
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;

  /** Bytes a second that may be sent there, all backups and copies together; null: no limit. */
  @ApiProperty({ type: 'integer', nullable: true, required: false, minimum: 16384 })
  @IsOptional()
  @IsInt()
  @Min(16_384)
  @Max(Number.MAX_SAFE_INTEGER)
  bandwidthLimit?: number | null;

  /** True: Stowbase deletes nothing there, and the store's own rules decide what stays. */
  @MayBeLeftOut()
  @IsBoolean()
  keepsEverything?: boolean;
}

export class DeleteDestinationQueryDto {
  /** Needed while copies lie there: `keep` leaves their files and forgets them, `delete` deletes them first. */
  @ApiProperty({ enum: copyChoices, enumName: 'CopyChoice', required: false })
  @MayBeLeftOut()
  @IsIn(copyChoices)
  copies?: CopyChoice;
}

/** A secret is never given back. */
export class StoredSecretDto {
  set: boolean;

  /** Its last characters, where it is long enough to tell nothing by them. */
  @ApiProperty({ type: 'string', nullable: true })
  hint: string | null;
}

/** What went wrong when the destination was last used; it goes when it works again. */
export class DestinationProblemDto {
  /** Stable, for programs: `STORAGE_AUTH_FAILED`, `STORAGE_FULL`, … */
  code: string;

  text: string;

  nextStep: string;

  at: Date;
}

/** What the last good connection test proved. */
export class ProvenAbilitiesDto {
  /** The store itself refuses to overwrite. */
  conditions: boolean;

  /** Deleting keeps the bytes as an older version. */
  versions: boolean;

  /** Parts of a file can be read. */
  ranges: boolean;

  canDelete: boolean;
}

@ApiExtraModels(StoredSecretDto)
export class DestinationDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  name: string;

  type: string;

  /** `env`: the environment of the service defines it, and it can't be changed here. */
  @ApiProperty({ enum: ['ui', 'env'], enumName: 'DestinationOrigin' })
  origin: DestinationOrigin;

  /** Its settings by field; a secret as `{ set, hint }`. Null: gone from the environment, or unreadable. */
  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: {
      oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { $ref: getSchemaPath(StoredSecretDto) }],
    },
  })
  config: SettingsView | null;

  /** Backups may go there. */
  enabled: boolean;

  /** It is being deleted: it goes when its last copy is gone. */
  closing: boolean;

  @ApiProperty({ enum: ['valid', 'invalid', 'pending'], enumName: 'ValidationStatus' })
  validationStatus: ValidationStatus;

  /** One sentence. */
  @ApiProperty({ type: 'string', nullable: true })
  validationError: string | null;

  @ApiProperty({ type: Date, nullable: true })
  lastValidated: Date | null;

  @ApiProperty({ type: () => ProvenAbilitiesDto, nullable: true })
  capabilities: ProvenAbilitiesDto | null;

  /** Stowbase deletes nothing there, by `keepsEverything` or because its credentials can't: the store's own rules decide. */
  noDelete: boolean;

  keepsEverything: boolean;

  /** Bytes a second; null: no limit. */
  @ApiProperty({ type: 'integer', nullable: true })
  bandwidthLimit: number | null;

  /** It needs somebody: sign in again, free space, … Null: none is known. */
  @ApiProperty({ type: () => DestinationProblemDto, nullable: true })
  problem: DestinationProblemDto | null;

  /** Copies stored there now. */
  @ApiProperty({ type: 'integer' })
  totalBackups: number;

  /** Bytes of these copies. */
  @ApiProperty({ type: 'integer' })
  totalSize: number;

  /** Bytes free at the last test; null: the store doesn't say. */
  @ApiProperty({ type: 'integer', nullable: true })
  availableSpace: number | null;

  /** To be sent with a change. */
  @ApiProperty({ type: 'integer' })
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class DestinationPageDto {
  items: DestinationDto[];

  /** Cursor of the following page; null: this is the last. */
  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}

/** Something that was changed in what was given. */
export class SettingNoticeDto {
  /** Like `config.secretKey`. */
  field: string;

  message: string;
}

export class SavedDestinationDto extends DestinationDto {
  notices: SettingNoticeDto[];
}
