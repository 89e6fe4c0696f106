import { ApiProperty } from '@nestjs/swagger';

/** A notification channel that what is sent to doesn't reach. */
export class FailingChannelDto {
  id: string;

  name: string;

  since: Date;

  /** Why: one sentence. */
  problem: string;
}

/** Deletions that wait for the approval of an owner. */
export class WaitingApprovalDto {
  id: string;

  projectName: string;

  destinationName: string;

  /** Copies. */
  @ApiProperty({ type: 'integer' })
  count: number;

  since: Date;
}

/** A copy that a check found damaged or gone, whatever else there is of its backup. */
export class LostCopyDto {
  copyId: string;

  backupId: string;

  projectName: string;

  destinationId: string | null;

  destinationName: string;

  @ApiProperty({ enum: ['damaged', 'missing'], enumName: 'LostCopyStatus' })
  status: 'damaged' | 'missing';

  /** The moment whose data it held. */
  at: Date;
}

/** What needs somebody beside the projects and the destinations themselves. */
export class NoticesDto {
  /** By name. */
  channels: FailingChannelDto[];

  /** The newest first, at most 50. */
  approvals: WaitingApprovalDto[];

  /** The newest first, at most 20. */
  copies: LostCopyDto[];
}
