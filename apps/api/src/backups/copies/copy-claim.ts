import type { CopyJob } from '../copy-job.entity';

/** The right to work on one copy. Whoever has the row's last token has it; everybody else writes nothing. */
export interface CopyClaim {
  readonly jobId: string;
  readonly backupId: string;
  /** The row of the copy that is being made. */
  readonly copyId: string;
  readonly destinationId: string;
  readonly token: number;
}

export const claimOf = ({ id, backupId, copyId, destinationId, token }: CopyJob): CopyClaim => ({
  jobId: id,
  backupId,
  copyId,
  destinationId,
  token,
});
