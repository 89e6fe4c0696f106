import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsInt,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';
import { IsName } from '../names/name.decorator';
import { BackupOptionsDto } from './backup-options.dto';
import { ConnectionDto, ConnectionViewDto } from './connection.dto';
import { DoctorCheckDto } from './doctor.dto';

export class CreateProjectDto {
  /** 1 to 100 characters; left out: the project's reference, else the database's name. */
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => ConnectionDto)
  connection: ConnectionDto;

  /** What a backup saves when nothing else is said. */
  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => BackupOptionsDto)
  defaults?: BackupOptionsDto;

  @MayBeLeftOut()
  @IsString()
  @MaxLength(10_000)
  notes?: string;

  /** Store it although checks fail: a project that is paused now, for example. */
  @MayBeLeftOut()
  @IsBoolean()
  saveAnyway?: boolean;
}

export class UpdateProjectDto {
  /** The version this change is based on. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  version: number;

  @MayBeLeftOut()
  @IsName()
  name?: string;

  /** Fields left out stay as they are. */
  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => ConnectionDto)
  connection?: ConnectionDto;

  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => BackupOptionsDto)
  defaults?: BackupOptionsDto;

  @MayBeLeftOut()
  @IsString()
  @MaxLength(10_000)
  notes?: string;

  /** Store it although checks fail. */
  @MayBeLeftOut()
  @IsBoolean()
  saveAnyway?: boolean;

  /** The server's certificate was changed on purpose: trust the one it shows now. */
  @MayBeLeftOut()
  @IsBoolean()
  trustNewCertificate?: boolean;
}

/** The last check of a project's connection. */
export class LastCheckDto {
  /** Nothing failed. */
  ok: boolean;

  at: Date;

  checks: DoctorCheckDto[];
}

export class ProjectDto {
  id: string;

  name: string;

  connection: ConnectionViewDto;

  /** Of a Supabase project. */
  @ApiProperty({ type: 'string', nullable: true })
  ref: string | null;

  defaults: BackupOptionsDto;

  notes: string;

  @ApiProperty({ type: () => LastCheckDto, nullable: true })
  lastCheck: LastCheckDto | null;

  /** To be named when changing it. */
  @ApiProperty({ type: 'integer' })
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class ProjectPageDto {
  items: ProjectDto[];

  /** The next page's cursor; null: this is the last one. */
  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}

export class BulkAddDto {
  /** Each is checked and stored by itself. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => CreateProjectDto)
  projects: CreateProjectDto[];
}

export class BulkResultDto {
  /** `created`, `exists` (the same database is there already) or `failed`. */
  @ApiProperty({ enum: ['created', 'exists', 'failed'], enumName: 'BulkStatus' })
  status: 'created' | 'exists' | 'failed';

  /** The new one, or the one that is there. */
  @ApiProperty({ type: () => ProjectDto, nullable: true })
  project: ProjectDto | null;

  /** Why it failed. */
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true })
  problem: object | null;
}

export class BulkReplyDto {
  /** In the order of the request. */
  results: BulkResultDto[];
}
