import { ApiProperty } from '@nestjs/swagger';
import type { CheckStatus } from '@stowbase/storage';
import { IsObject, IsString, IsUUID, Length } from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';
import { SettingNoticeDto } from './destination.dto';
import { givenSettings } from './settings-schema';

export class TestSettingsDto {
  /** One of `GET /api/storage/types`. */
  @IsString()
  @Length(1, 40)
  type: string;

  /** By field of the type. */
  @ApiProperty(givenSettings())
  @IsObject()
  config: Record<string, unknown>;

  /** Of `storage/connect`: an account was connected, and what it granted goes over `config`; it stays for saving. */
  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 100)
  credentialsId?: string;

  /** The destination that is being edited: what `config` leaves out is taken from it. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @IsUUID()
  destinationId?: string;
}

export class TestCheckDto {
  /** `reach`, `tls`, `sign-in`, `write`, `read`, `range`, `list`, `abort`, `conditions`, `delete`, `gone`, `space`, `clock`. */
  id: string;

  title: string;

  @ApiProperty({ enum: ['passed', 'failed', 'skipped', 'warning'], enumName: 'TestCheckStatus' })
  status: CheckStatus;

  /** One sentence. */
  detail: string;

  /** What to do. */
  @ApiProperty({ type: 'string', nullable: true })
  nextStep: string | null;

  /** What the store has to allow for it, in the provider's words. */
  @ApiProperty({ type: 'string', nullable: true })
  permission: string | null;

  /** Milliseconds it took; null: it wasn't tried. */
  @ApiProperty({ type: 'integer', nullable: true })
  ms: number | null;
}

export class TestErrorDto {
  message: string;

  @ApiProperty({ type: 'string', nullable: true })
  nextStep: string | null;

  /** The setting to blame, like `config.path`. */
  @ApiProperty({ type: 'string', nullable: true })
  field: string | null;
}

/** What a connection test found. */
export class DestinationTestDto {
  /** Backups can be stored there. */
  valid: boolean;

  checks: TestCheckDto[];

  /** Bytes; null: the store doesn't say. */
  @ApiProperty({ type: 'integer', nullable: true })
  availableSpace: number | null;

  lastTested: Date;

  /** Only when it isn't valid. */
  @ApiProperty({ type: () => TestErrorDto, required: false })
  error?: TestErrorDto;

  /** Names of files that the test wrote and couldn't delete. */
  leftovers: string[];

  notices: SettingNoticeDto[];
}

export class PastTestDto {
  at: Date;

  ok: boolean;

  checks: TestCheckDto[];
}

export class PastTestListDto {
  /** The newest first. */
  items: PastTestDto[];
}

export class PastTestPageDto {
  /** The newest first. */
  items: PastTestDto[];

  /** Cursor of the following page; null: this is the last. */
  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}

export class DestinationUsageDto {
  /** Bytes in use; null: the store doesn't say. */
  @ApiProperty({ type: 'integer', nullable: true })
  used: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  free: number | null;
}
