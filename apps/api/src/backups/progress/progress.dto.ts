import { ApiProperty } from '@nestjs/swagger';
import type { CopyProgress, ProgressView, RunProfile, RunStage, StageTime } from './progress-view';

/** In the order in which a run goes through them. */
export const runStages = [
  'connect',
  'snapshot',
  'roles',
  'schema',
  'data',
  'finish',
  'commit',
] as const satisfies readonly RunStage[];

const copyStates = ['waiting', 'uploading', 'failed', 'stored'] as const;

export class CopyProgressDto implements CopyProgress {
  copyId: string;

  /** Of the destination. */
  name: string;

  @ApiProperty({ enum: copyStates, enumName: 'CopyProgressStatus' })
  status: CopyProgress['status'];

  /** Bytes that the destination has taken. */
  @ApiProperty({ type: 'integer' })
  storedBytes: number;
}

export class StageTimeDto implements StageTime {
  @ApiProperty({ enum: runStages, enumName: 'RunStage' })
  stage: RunStage;

  seconds: number;
}

/** How far a run is. Sizes in bytes. */
export class BackupProgressDto implements ProgressView {
  @ApiProperty({ enum: runStages, enumName: 'RunStage' })
  stage: RunStage;

  @ApiProperty({ type: 'integer' })
  attempt: number;

  /** How often the dump began anew with a new snapshot. */
  @ApiProperty({ type: 'integer' })
  restarts: number;

  /** SQL read from the database. */
  @ApiProperty({ type: 'integer' })
  rawBytes: number;

  /** What the SQL may come to, by the tables' size on disk; null where nobody knows. */
  @ApiProperty({ type: 'integer', nullable: true })
  estimatedRawBytes: number | null;

  /** The archive, compressed and encrypted. */
  @ApiProperty({ type: 'integer' })
  archiveBytes: number;

  /** 0 to 99, by the estimate; null where there is none. 100 is said only by the run's status. */
  @ApiProperty({ type: 'integer', nullable: true })
  percent: number | null;

  @ApiProperty({ type: 'integer' })
  tablesDone: number;

  @ApiProperty({ type: 'integer' })
  tablesTotal: number;

  /** Rows of the tables that are done. */
  @ApiProperty({ type: 'integer' })
  rows: number;

  /** Being read, as `schema.table`. */
  table: string | null;

  /** SQL bytes a second, lately. */
  @ApiProperty({ type: 'integer', nullable: true })
  bytesPerSecond: number | null;

  /** Until the rows are read, at that rate; null where nobody knows. */
  @ApiProperty({ type: 'integer', nullable: true })
  secondsLeft: number | null;

  /** Since it began. */
  @ApiProperty({ type: 'integer' })
  seconds: number;

  /** How long it was in each stage so far, in the order in which it came to them. */
  stages: StageTimeDto[];

  /** Seconds so far in which pg_dump had to wait for compression, encryption or a destination. */
  waitedForArchive: number;

  /** Seconds so far in which we had to wait for pg_dump. */
  waitedForDump: number;

  copies: CopyProgressDto[];
}

/** Where the time of a run went, and how far it came. */
export class BackupProfileDto implements RunProfile {
  stages: StageTimeDto[];

  /** How often the dump began anew with a new snapshot. */
  @ApiProperty({ type: 'integer' })
  restarts: number;

  /** SQL read from the database. */
  @ApiProperty({ type: 'integer' })
  rawBytes: number;

  /** The archive, as far as it was written. */
  @ApiProperty({ type: 'integer' })
  archiveBytes: number;

  @ApiProperty({ type: 'integer' })
  tablesDone: number;

  @ApiProperty({ type: 'integer' })
  tablesTotal: number;

  /** Rows of the tables that were done. */
  @ApiProperty({ type: 'integer' })
  rows: number;

  /** The last one that was read, as `schema.table`. */
  table: string | null;

  /** Seconds in which pg_dump had to wait for compression, encryption or a destination; null when the dump didn't end. */
  waitedForArchive: number | null;

  /** Seconds in which we had to wait for pg_dump; null when the dump didn't end. */
  waitedForDump: number | null;
}
