import type { EntityManager, ObjectLiteral, UpdateQueryBuilder } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import { CopyJob, type CopyJobStatus } from '../copy-job.entity';
import type { CopyClaim } from './copy-claim';

type Values<T extends ObjectLiteral> = Parameters<UpdateQueryBuilder<T>['set']>[0];

/** What a job must still be for a change to happen: the fence. */
export interface ExpectedJob {
  readonly id: string;
  readonly status: CopyJobStatus;
  readonly token: number;
  readonly cancelRequested?: boolean;
  /** Only when nobody's lease holds at this instant. */
  readonly leaseOverAt?: Date;
}

/** One UPDATE with the old state and the token in its WHERE. False: the job is no longer that, and nothing was changed. */
export async function changeJob(
  manager: EntityManager,
  { id, status, token, cancelRequested, leaseOverAt }: ExpectedJob,
  values: Values<CopyJob>,
): Promise<boolean> {
  const query = manager
    .createQueryBuilder()
    .update(CopyJob)
    .set(values)
    .where('id = :id AND token = :token AND status = :status', { id, token, status });
  if (cancelRequested !== undefined) query.andWhere('cancel_requested = :cancelRequested', { cancelRequested });
  if (leaseOverAt !== undefined) query.andWhere('lease_until < :leaseOverAt', { leaseOverAt });
  return (await query.execute()).affected === 1;
}

/** One UPDATE of the row of the copy, only while the job has the claim's token and one of these states. */
export async function changeTarget(
  manager: EntityManager,
  { jobId, token, copyId }: Pick<CopyClaim, 'jobId' | 'token' | 'copyId'>,
  jobStatuses: readonly CopyJobStatus[],
  values: Values<BackupCopy>,
): Promise<boolean> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(BackupCopy)
    .set(values)
    .where("id = :copyId AND status IN ('pending', 'uploading')", { copyId })
    .andWhere(
      'EXISTS (SELECT 1 FROM copy_jobs j WHERE j.id = :jobId AND j.token = :token AND j.status IN (:...jobStatuses))',
      { jobId, token, jobStatuses },
    )
    .execute();
  return affected === 1;
}
