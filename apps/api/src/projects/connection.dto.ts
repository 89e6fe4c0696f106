import { ApiProperty } from '@nestjs/swagger';
import { tlsModes, type TlsMode } from '@stowbase/postgres';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';

/** How to reach a database: a connection string, or single fields. Never both. */
export class ConnectionDto {
  /**
   * `postgresql://user:password@host:5432/database`, as the Connect dialog of Supabase shows it (session pooler or direct).
   * @example 'postgresql://postgres.abcdefghijklmnopqrst:secret@aws-0-eu-central-1.pooler.supabase.com:5432/postgres'
   */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(10_240)
  url?: string;

  /** Host name or IP address. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(255)
  host?: string;

  /** 5432 when it is left out. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 65_535, required: false })
  @MayBeLeftOut()
  @IsInt()
  port?: number;

  /** On a Supabase pooler `postgres.<project ref>`. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(255)
  username?: string;

  @MayBeLeftOut()
  @IsString()
  @MaxLength(255)
  database?: string;

  /** When changing: left out or a mask (`••••`) keeps the stored one, null removes it. */
  @ApiProperty({ type: 'string', nullable: true, required: false, writeOnly: true })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  password?: string | null;

  /** As libpq's `sslmode`; left out: what fits the host. */
  @ApiProperty({ enum: tlsModes, enumName: 'TlsMode', required: false })
  @MayBeLeftOut()
  @IsIn(tlsModes)
  tlsMode?: TlsMode;

  /** Trusted root certificate, PEM; null removes it. */
  @ApiProperty({ type: 'string', nullable: true, required: false })
  @IsOptional()
  @IsString()
  @MaxLength(65_536)
  ca?: string | null;

  /** An unencrypted connection to a public host is agreed to. */
  @MayBeLeftOut()
  @IsBoolean()
  allowInsecure?: boolean;
}

/** How a database is reached, as stored. */
export class ConnectionViewDto {
  host: string;

  @ApiProperty({ type: 'integer' })
  port: number;

  username: string;

  database: string;

  password: SecretViewDto;

  @ApiProperty({ enum: tlsModes, enumName: 'TlsMode' })
  tlsMode: TlsMode;

  /** A trusted root certificate is stored. */
  hasCa: boolean;

  /** The certificate's issuer is pinned since the first connection. */
  pinned: boolean;

  allowInsecure: boolean;

  /** What it is: `supabase-direct`, `supabase-session-pooler`, `supabase-other`, `plain`. */
  kind: string;
}

/** A secret is never given back. */
export class SecretViewDto {
  set: boolean;

  /** Its last characters, where it is long enough to tell nothing by them. */
  @ApiProperty({ type: 'string', nullable: true })
  hint: string | null;
}
