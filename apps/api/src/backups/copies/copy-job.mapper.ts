import type { CopyJob } from '../copy-job.entity';
import type { CopyJobDto } from './copy-job.dto';

/** What only the process knows that copies. */
export interface CopyPace {
  readonly storedBytes: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** @param pace null: nobody copies it in this process now */
export function toCopyJobDto(job: CopyJob, pace: CopyPace | null): CopyJobDto {
  const { errorCode: code, errorText, errorNext } = job;
  return {
    id: job.id,
    backupId: job.backupId,
    copyId: job.copyId,
    destinationId: job.destinationId,
    destinationName: job.destinationName,
    status: job.status,
    cancelRequested: job.cancelRequested,
    error: code === null ? null : { code, text: errorText ?? '', nextStep: errorNext },
    size: job.size,
    storedBytes: pace?.storedBytes ?? job.storedBytes,
    bytesPerSecond: pace?.bytesPerSecond ?? null,
    secondsLeft: pace?.secondsLeft ?? null,
    requestedBy: job.requestedBy,
    createdAt: job.createdAt,
    runAfter: job.runAfter,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
  };
}
