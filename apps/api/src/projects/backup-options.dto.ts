import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';

export const compressionMethods = ['zstd', 'gzip'] as const;

/** What a backup saves and how. What is left out comes from the project, else from Stowbase. */
export class BackupOptionsDto {
  @ApiProperty({ enum: compressionMethods, enumName: 'CompressionMethod', required: false, default: 'zstd' })
  @MayBeLeftOut()
  @IsIn(compressionMethods)
  compression?: (typeof compressionMethods)[number];

  /** zstd 1 to 19 (standard 3), gzip 1 to 9 (standard 6). */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 19, required: false })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(19)
  compressionLevel?: number;

  /** Migration history. */
  @ApiProperty({ required: false, default: true })
  @MayBeLeftOut()
  @IsBoolean()
  history?: boolean;

  /** Schemas left out with all they hold; `*` and `?` are wildcards. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(130, { each: true })
  @Matches(/\S/, { each: true })
  excludeSchemas?: string[];

  /** `schema.table`: rows left out, the definition stays; `*` and `?` are wildcards. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @MaxLength(260, { each: true })
  @Matches(/^.+\..+$/s, { each: true, message: 'each value must be written as schema.table' })
  excludeTables?: string[];

  /** Dumps that read rows at once, each with a share of the tables from 256 MB on; needs up to four more connections than that. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 8, required: false, default: 1 })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(8)
  jobs?: number;

  /** Seconds to wait for a locked table. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 86_400, required: false, default: 60 })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(86_400)
  lockWaitSeconds?: number;
}
