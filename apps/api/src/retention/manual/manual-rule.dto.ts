import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, IsUUID, Matches, MaxLength, Min, ValidateIf, ValidateNested } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { RetentionRuleDto } from '../rule.dto';

/** How long backups of a project that people and tokens asked for are kept. */
export class ManualRuleDto {
  projectId: string;

  /** Null: at every destination that has no rule of its own. */
  @ApiProperty({ type: 'string', nullable: true })
  destinationId: string | null;

  /** Null: all are kept. */
  @ApiProperty({ type: () => RetentionRuleDto, nullable: true })
  rule: RetentionRuleDto | null;

  /** IANA: periods are counted there. */
  timeZone: string;

  /** To be sent with a change; 0: nothing was said yet. */
  @ApiProperty({ type: 'integer' })
  version: number;
}

export class ManualRuleListDto {
  /** The one of the whole project first. */
  items: ManualRuleDto[];
}

export class SaveManualRuleDto {
  /** Left out: at every destination that has no rule of its own. */
  @MayBeLeftOut()
  @IsUUID()
  destinationId?: string;

  /** Null: all are kept. */
  @ApiProperty({ type: () => RetentionRuleDto, nullable: true })
  @ValidateIf((_, value) => value !== null)
  @ValidateNested()
  @Type(() => RetentionRuleDto)
  rule: RetentionRuleDto | null;

  /** IANA. */
  @IsString()
  @MaxLength(64)
  timeZone: string;

  /** The one that was seen; another one is stored: 409. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  @IsInt()
  @Min(0)
  version: number;

  /** `listId` of the preview: exactly these copies are deleted. Left out: what the rule deletes waits for approval. */
  @MayBeLeftOut()
  @Matches(/^[0-9a-f]{64}$/)
  approve?: string;
}
