import type { Stage } from '@stowbase/dump';

/** The dump's stages, and the one after them: what is written is being published at the destinations. */
export type RunStage = Stage | 'commit';

/** How far a run is: what the event stream tells and what the row keeps. Sizes in bytes. */
export interface ProgressView {
  readonly stage: RunStage;
  readonly attempt: number;
  /** How often the dump began anew with a new snapshot. */
  readonly restarts: number;
  /** SQL read from the database. */
  readonly rawBytes: number;
  /** What the SQL may come to, by the tables' size on disk; null where nobody knows. */
  readonly estimatedRawBytes: number | null;
  /** The archive, compressed and encrypted. */
  readonly archiveBytes: number;
  /** 0 to 99, by the estimate; null where there is none. 100 is said only by the run's status. */
  readonly percent: number | null;
  readonly tablesDone: number;
  readonly tablesTotal: number;
  /** Rows of the tables that are done. */
  readonly rows: number;
  /** Being read, as `schema.table`. */
  readonly table: string | null;
  /** SQL bytes a second, lately. */
  readonly bytesPerSecond: number | null;
  /** Until the rows are read, at that rate; null where nobody knows. */
  readonly secondsLeft: number | null;
  readonly seconds: number;
  /** How long it was in each stage so far, in the order in which it came to them. */
  readonly stages: readonly StageTime[];
  /** Seconds so far in which pg_dump had to wait for compression, encryption or a destination. */
  readonly waitedForArchive: number;
  /** Seconds so far in which we had to wait for pg_dump. */
  readonly waitedForDump: number;
  readonly copies: readonly CopyProgress[];
}

export interface StageTime {
  readonly stage: RunStage;
  readonly seconds: number;
}

export interface CopyProgress {
  readonly copyId: string;
  readonly name: string;
  readonly status: 'waiting' | 'uploading' | 'failed' | 'stored';
  /** Taken by the destination. */
  readonly storedBytes: number;
}

/** Where the time went, and how far it came: kept with the run when it is over. */
export interface RunProfile {
  readonly stages: readonly StageTime[];
  readonly restarts: number;
  /** SQL read from the database. */
  readonly rawBytes: number;
  /** The archive, as far as it was written. */
  readonly archiveBytes: number;
  readonly tablesDone: number;
  readonly tablesTotal: number;
  /** Rows of the tables that were done. */
  readonly rows: number;
  /** The last one that was read, as `schema.table`. */
  readonly table: string | null;
  /** Seconds in which pg_dump had to wait for compression, encryption or a destination; null when the dump didn't end. */
  readonly waitedForArchive: number | null;
  /** Seconds in which we had to wait for pg_dump; null when the dump didn't end. */
  readonly waitedForDump: number | null;
}
