import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsName } from '../../names/name.decorator';
import { tokenScopes, type TokenScope } from '../api-token.entity';

export class ApiTokenDto {
  id: string;

  name: string;

  /** The first characters, to tell tokens apart. */
  prefix: string;

  /** What it may do: a role's rights, or only reading the metrics. */
  @ApiProperty({ enum: tokenScopes, enumName: 'TokenScope' })
  scope: TokenScope;

  /** Who made it; it may never do more than this user may. */
  userId: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  /** Null: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: string | null;

  /** To the minute; null: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt: string | null;
}

export class ApiTokensDto {
  items: ApiTokenDto[];

  /** Cursor of the next page; null: this was the last. */
  @ApiProperty({ type: String, nullable: true })
  next: string | null;
}

export class CreateTokenDto {
  @IsName()
  name: string;

  @ApiProperty({ enum: tokenScopes, enumName: 'TokenScope' })
  @IsIn(tokenScopes)
  scope: TokenScope;

  /** Null: it never expires. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 3650, default: 90, nullable: true, required: false })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  expiresInDays: number | null = 90;
}

export class CreatedTokenDto {
  token: ApiTokenDto;

  /** Shown this once. To be sent as "Authorization: Bearer stow_…". */
  secret: string;
}
