/** How often the queue looks and how long it waits. Milliseconds. */
export interface QueueTimes {
  /** Between two looks for queued runs that nobody has announced: retries, other processes. */
  readonly pollMs: number;
  /** Between two looks at whether a run was cancelled or lost. */
  readonly lookMs: number;
  /** Between two renewals of a lease. */
  readonly renewMs: number;
  /** A lease that couldn't be renewed for so long may be lost: the run is aborted. */
  readonly leaseMs: number;
  /** What running backups get to finish when the service stops. */
  readonly graceMs: number;
  /** What aborted ones get to tidy up. */
  readonly abortMs: number;
}

export const standardTimes: Omit<QueueTimes, 'graceMs' | 'leaseMs'> = {
  pollMs: 1_000,
  lookMs: 500,
  renewMs: 10_000,
  abortMs: 10_000,
};

/** DI token of the {@link QueueTimes}. */
export const QUEUE_TIMES = Symbol('QUEUE_TIMES');
