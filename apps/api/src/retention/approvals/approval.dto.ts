import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { PageQueryDto } from '../../paging/page-query.dto';
import { approvalCauses, approvalStates, type ApprovalCause, type ApprovalState } from '../approval.entity';

export class ApprovalQueryDto extends PageQueryDto {
  @ApiProperty({ enum: approvalStates, enumName: 'ApprovalState', required: false })
  @MayBeLeftOut()
  @IsIn(approvalStates)
  state?: ApprovalState;
}

export class DecideApprovalDto {
  /** `listId` of the list that was seen: nothing else is approved. */
  @Matches(/^[0-9a-f]{64}$/)
  listId: string;
}

/** Copies that retention would delete, and that it deletes only when an owner approves exactly them. */
export class ApprovalSummaryDto {
  id: string;
  projectId: string;
  projectName: string;
  destinationId: string;
  destinationName: string;

  /** Null: of no schedule. */
  @ApiProperty({ type: 'string', nullable: true })
  scheduleId: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  scheduleName: string | null;

  @ApiProperty({ enum: approvalStates, enumName: 'ApprovalState' })
  state: ApprovalState;

  /** `many`: more than a quarter at once. `rule`: the rule is new or was changed. `clock`: the clock has jumped. */
  @ApiProperty({ enum: approvalCauses, enumName: 'ApprovalCause' })
  cause: ApprovalCause;

  /** Names exactly this list. */
  listId: string;

  @ApiProperty({ type: 'integer' })
  count: number;

  /** Bytes. */
  @ApiProperty({ type: 'integer' })
  bytes: number;

  createdAt: Date;
  updatedAt: Date;

  /** User or token. */
  @ApiProperty({ type: 'string', nullable: true })
  decidedBy: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  decidedAt: Date | null;
}

export class ListedCopyDto {
  copyId: string;
  backupId: string;
  /** The moment whose data it holds. */
  at: Date;

  /** Bytes. */
  @ApiProperty({ type: 'integer' })
  size: number;
}

export class ApprovalDto extends ApprovalSummaryDto {
  /** The oldest first. */
  copies: ListedCopyDto[];
}

export class ApprovalPageDto {
  items: ApprovalSummaryDto[];

  /** The next page's cursor; null: this is the last one. */
  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
