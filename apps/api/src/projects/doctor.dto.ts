import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, ValidateNested } from 'class-validator';
import { ConnectionDto } from './connection.dto';

export class DoctorRequestDto {
  @IsDefined()
  @ValidateNested()
  @Type(() => ConnectionDto)
  connection: ConnectionDto;
}

export class DoctorFixDto {
  /** What to do, in a sentence. */
  text: string;

  /** Statements to run as the database's owner. */
  @ApiProperty({ type: 'string', nullable: true })
  sql: string | null;
}

export class DoctorCheckDto {
  /** `form`, `dns`, `tls`, `login`, `version`, `clients`, `role`, … */
  id: string;

  title: string;

  @ApiProperty({ enum: ['pass', 'warn', 'fail', 'skip'], enumName: 'CheckStatus' })
  status: 'pass' | 'warn' | 'fail' | 'skip';

  /** One or two plain sentences. */
  text: string;

  /** Of the error that failed it, like `AUTH_FAILED`; null where the check itself found something. */
  @ApiProperty({ type: 'string', nullable: true })
  code: string | null;

  @ApiProperty({ type: () => DoctorFixDto, nullable: true })
  fix: DoctorFixDto | null;

  /** How long it took, milliseconds; null where it was not made. */
  @ApiProperty({ type: 'integer', nullable: true })
  ms: number | null;
}

/** What the connection is, read from its text alone. */
export class ConnectionReadDto {
  host: string;

  @ApiProperty({ type: 'integer' })
  port: number;

  username: string;

  database: string;

  /** Of a Supabase project. */
  @ApiProperty({ type: 'string', nullable: true })
  ref: string | null;

  /** `supabase-direct`, `supabase-session-pooler`, `supabase-other`, `plain`. */
  kind: string;
}

export class ServerReadDto {
  /** As the server says it. */
  version: string;

  @ApiProperty({ type: 'integer', nullable: true })
  databaseBytes: number | null;
}

export class DoctorReplyDto {
  /** Nothing failed; warnings may be there. */
  ok: boolean;

  checks: DoctorCheckDto[];

  connection: ConnectionReadDto;

  /** Absent when nobody could log in. */
  @ApiProperty({ type: () => ServerReadDto, nullable: true })
  server: ServerReadDto | null;

  /** Worth saying about the connection's text: `{ code, text }`. */
  notices: string[];
}
