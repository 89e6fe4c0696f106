/** How a command ended: the `status` of its JSON document, and with it the exit code of the process. */
export type Status =
  | 'done'
  | 'done_with_gaps'
  | 'done_with_differences'
  | 'partly_stored'
  | 'failed'
  | 'wrong_use'
  | 'damaged'
  | 'interrupted'
  | 'terminated';

/** Public and stable: scripts decide by these numbers. */
export const exitCodeOf: Readonly<Record<Status, number>> = {
  done: 0,
  failed: 1,
  wrong_use: 2,
  done_with_gaps: 3,
  done_with_differences: 3,
  damaged: 4,
  partly_stored: 5,
  interrupted: 130,
  terminated: 143,
};
