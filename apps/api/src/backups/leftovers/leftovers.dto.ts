import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsString,
  MaxLength,
  ValidateNested,
  IsDateString,
} from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { RunErrorDto } from '../records/backup.dto';

/** What an upload of ours left, and a sweep is still to remove. */
export class KnownLeftoverDto {
  backupId: string;
  /** Of the object; null: it was never begun. */
  @ApiProperty({ type: 'string', nullable: true })
  key: string | null;
  /** Why it is still there. */
  error: RunErrorDto | null;
  /** How often removing it failed. */
  @ApiProperty({ type: 'integer' })
  failures: number;
  /** When it is tried again. */
  @ApiProperty({ type: Date, nullable: true })
  retryAt: Date | null;
}

export class KnownLeftoverListDto {
  /** At most 200, the next to be removed first. */
  items: KnownLeftoverDto[];
}

export const leftoverKinds = ['object', 'upload'] as const;
export type LeftoverKind = (typeof leftoverKinds)[number];

/** Something at a destination that is named like ours, is older than 7 days, and that no record of this service names. */
export class OldLeftoverDto {
  /** `object`: a whole file. `upload`: one that was begun and not ended. */
  @ApiProperty({ enum: leftoverKinds, enumName: 'LeftoverKind' })
  @IsIn(leftoverKinds)
  kind: LeftoverKind;

  @IsString()
  @MaxLength(900)
  key: string;

  /** When it came there, ISO 8601. */
  @ApiProperty({ type: 'string', format: 'date-time' })
  @IsDateString()
  at: string;

  /** Of an upload: how it is told from others. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, selfRequired: false })
  @MayBeLeftOut()
  @IsObject()
  state?: Record<string, string>;
}

export class OldLeftoverListDto {
  items: OldLeftoverDto[];
  /** There are more: remove these, or look again later. */
  more: boolean;
}

export class RemoveLeftoversDto {
  /** Exactly as they were listed. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => OldLeftoverDto)
  items: OldLeftoverDto[];
}

export class RemovedLeftoverDto {
  key: string;
  removed: boolean;
  /** Why it wasn't. */
  @ApiProperty({ type: 'string', nullable: true })
  reason: string | null;
}

export class RemovedLeftoversDto {
  /** In the order in which they were sent. */
  items: RemovedLeftoverDto[];
}
