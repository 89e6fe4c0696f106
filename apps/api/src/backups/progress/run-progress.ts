import type { Progress, StageTimes } from '@stowbase/dump';
import type { CopyProgress, ProgressView, RunProfile, RunStage } from './progress-view';
import { Rate } from './rate';
import { StageSeconds } from './stage-seconds';

/** One destination as the fan-out knows it. */
export interface CopyMeter {
  readonly copyId: string;
  readonly name: string;
  measure(): Pick<CopyProgress, 'status' | 'storedBytes'>;
}

const nothing: Progress = {
  stage: 'connect',
  rawBytes: 0,
  storedBytes: 0,
  tablesDone: 0,
  tablesTotal: 0,
  rowsDone: 0,
  estimatedRawBytes: null,
  waitedForArchive: 0,
  waitedForDump: 0,
};

/** Gathers what is known of one run's progress. Times come from a clock in seconds that is handed in. */
export class RunProgress {
  private dump: Progress = nothing;
  private stage: RunStage = 'connect';
  private copies: readonly CopyMeter[] = [];
  private restarts = 0;
  private readonly began: number;
  private readonly rate = new Rate();
  private readonly stages: StageSeconds;

  constructor(
    private readonly attempt: number,
    private readonly clock: () => number,
  ) {
    this.began = clock();
    this.stages = new StageSeconds(clock);
    this.enter('connect');
  }

  readonly update = (progress: Progress): void => {
    this.dump = progress;
    if (progress.stage !== this.stage) this.enter(progress.stage);
  };

  enter(stage: RunStage): void {
    this.stage = stage;
    this.stages.enter(stage);
  }

  /** The uploads of this try of the dump; called again for each new one. */
  writingTo(copies: readonly CopyMeter[], restart: number): void {
    this.copies = copies;
    this.restarts = restart;
  }

  view(): ProgressView {
    const { rawBytes, storedBytes, estimatedRawBytes, tablesDone, tablesTotal, rowsDone, table } = this.dump;
    const now = this.clock();
    this.rate.measure(now, rawBytes);
    const bytesPerSecond = this.rate.perSecond;
    return {
      stage: this.stage,
      attempt: this.attempt,
      restarts: this.restarts,
      rawBytes,
      estimatedRawBytes,
      archiveBytes: storedBytes,
      percent: estimatedRawBytes === null ? null : Math.min(99, Math.floor((100 * rawBytes) / estimatedRawBytes)),
      tablesDone,
      tablesTotal,
      rows: rowsDone,
      table: this.stage === 'data' ? (table ?? null) : null,
      bytesPerSecond: bytesPerSecond === null ? null : Math.round(bytesPerSecond),
      secondsLeft: this.secondsLeft(bytesPerSecond),
      seconds: Math.round(now - this.began),
      stages: this.stages.list(),
      waitedForArchive: hundredths(this.dump.waitedForArchive),
      waitedForDump: hundredths(this.dump.waitedForDump),
      copies: this.copies.map((copy) => ({ copyId: copy.copyId, name: copy.name, ...copy.measure() })),
    };
  }

  /** @param waits of the dump that ended well; without it the dump never ended */
  profile(waits?: StageTimes): RunProfile {
    const { rawBytes, storedBytes, tablesDone, tablesTotal, rowsDone, table } = this.dump;
    return {
      stages: this.stages.list(),
      restarts: this.restarts,
      rawBytes,
      archiveBytes: storedBytes,
      tablesDone,
      tablesTotal,
      rows: rowsDone,
      table: table ?? null,
      waitedForArchive: waits === undefined ? null : hundredths(waits.waitedForArchive),
      waitedForDump: waits === undefined ? null : hundredths(waits.waitedForDump),
    };
  }

  /** Only where it means something: while rows are read, at a known rate, and before the estimate is used up. */
  private secondsLeft(bytesPerSecond: number | null): number | null {
    const { estimatedRawBytes, rawBytes } = this.dump;
    if (this.stage !== 'data' || estimatedRawBytes === null || bytesPerSecond === null || bytesPerSecond <= 0)
      return null;
    return rawBytes >= estimatedRawBytes ? null : Math.ceil((estimatedRawBytes - rawBytes) / bytesPerSecond);
  }
}

const hundredths = (seconds: number): number => Math.round(seconds * 100) / 100;
