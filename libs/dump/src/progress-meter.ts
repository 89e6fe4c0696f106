import type { ArchiveWriter } from '@stowbase/archive';
import type { BackupRequest, Progress, Stage } from './request';
import type { StageClock } from './stage-clock';

/** Turns what the sections report into `onProgress` calls. */
export class ProgressMeter {
  private readonly state: Progress;
  private writer: ArchiveWriter | null = null;

  constructor(
    private readonly listener: BackupRequest['onProgress'],
    private readonly clock: StageClock,
  ) {
    this.state = {
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
  }

  enter(stage: Stage): void {
    this.clock.enter(stage);
    this.state.stage = stage;
    this.report();
  }

  expect(tables: number, bytes: number | null): void {
    this.state.tablesTotal = tables;
    this.state.tablesDone = 0;
    this.state.rowsDone = 0;
    this.state.estimatedRawBytes = bytes;
  }

  writingTo(writer: ArchiveWriter): void {
    this.writer = writer;
  }

  /** @param rows null when its rows begin, then how many there were */
  readonly table = (schema: string, name: string, rows: number | null): void => {
    this.state.table = `${schema}.${name}`;
    if (rows !== null) {
      this.state.tablesDone += 1;
      this.state.rowsDone += rows;
    }
    this.report();
  };

  readonly report = (): void => {
    if (this.listener === undefined) return;
    if (this.writer !== null) {
      this.state.rawBytes = this.writer.counters.rawBytes;
      this.state.storedBytes = this.writer.counters.storedBytes;
    }
    this.listener({ ...this.state, ...this.clock.waits });
  };
}
