import type { RunProfile } from '../backups/progress/progress-view';
import type { BackupSummaryDto } from '../backups/records/backup.dto';
import { Counter, Histogram, type Registry } from 'prom-client';

type Run = Pick<
  BackupSummaryDto,
  'id' | 'status' | 'type' | 'attempt' | 'error' | 'startedAt' | 'finishedAt' | 'rawBytes' | 'storedBytes'
>;

/** What was counted already is remembered of so many runs: a run is told again when its notes or copies change. */
const remembered = 2_000;
const minute = 60;
const hour = 60 * minute;

/** Counts what runs do, from what is told of them. What ended before this process began is not counted: counters begin at nothing. */
export class RunMeter {
  private readonly counted = new Set<string>();
  private readonly runs: Counter<'status' | 'type'>;
  private readonly retries: Counter<'code'>;
  private readonly seconds: Histogram<'status'>;
  private readonly stageSeconds: Counter<'stage'>;
  private readonly waitedSeconds: Counter<'for'>;
  private readonly rawBytes: Counter;
  private readonly storedBytes: Counter;

  constructor(
    registry: Registry,
    private readonly since: Date,
  ) {
    const registers = [registry];
    this.runs = new Counter({
      name: 'stowbase_runs_ended_total',
      help: 'Backups that have ended, by how.',
      labelNames: ['status', 'type'],
      registers,
    });
    this.retries = new Counter({
      name: 'stowbase_run_retries_total',
      help: 'Attempts that were followed by another one, by what ended them.',
      labelNames: ['code'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'stowbase_run_duration_seconds',
      help: 'From the beginning of the last attempt to the end of the backup.',
      labelNames: ['status'],
      buckets: [10, 30, minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 6 * hour, 12 * hour, 24 * hour],
      registers,
    });
    this.stageSeconds = new Counter({
      name: 'stowbase_run_stage_seconds_total',
      help: 'Seconds that backups spent in each stage. With stowbase_run_raw_bytes_total: their throughput.',
      labelNames: ['stage'],
      registers,
    });
    this.waitedSeconds = new Counter({
      name: 'stowbase_run_waiting_seconds_total',
      help: 'Seconds in which pg_dump had to wait for the archive (compression, encryption, destinations), or the archive for pg_dump.',
      labelNames: ['for'],
      registers,
    });
    this.rawBytes = new Counter({
      name: 'stowbase_run_raw_bytes_total',
      help: 'SQL read from databases by backups that are complete.',
      registers,
    });
    this.storedBytes = new Counter({
      name: 'stowbase_run_stored_bytes_total',
      help: 'Archives of backups that are complete, each once however many copies it has.',
      registers,
    });
  }

  /** @returns whether the run has ended just now: then its profile is wanted */
  told(run: Run): boolean {
    this.countRetry(run);
    const { id, status, type, startedAt, finishedAt } = run;
    if (finishedAt === null || finishedAt < this.since || !this.isNew(id)) return false;
    this.runs.inc({ status, type });
    if (startedAt !== null) this.seconds.observe({ status }, (finishedAt.getTime() - startedAt.getTime()) / 1_000);
    if (status === 'succeeded') {
      this.rawBytes.inc(run.rawBytes ?? 0);
      this.storedBytes.inc(run.storedBytes ?? 0);
    }
    return true;
  }

  profile({ stages, waitedForArchive, waitedForDump }: RunProfile): void {
    for (const { stage, seconds } of stages) this.stageSeconds.inc({ stage }, seconds);
    this.waitedSeconds.inc({ for: 'archive' }, waitedForArchive ?? 0);
    this.waitedSeconds.inc({ for: 'dump' }, waitedForDump ?? 0);
  }

  /** A queued run with an error is to be tried again. Several changes at once are told as one: then only the next attempt tells of it. */
  private countRetry({ id, status, attempt, error }: Run): void {
    const waits = status === 'queued' && error !== null;
    if (!waits && !(status === 'running' && attempt > 1)) return;
    const next = waits ? attempt + 1 : attempt;
    if (this.isNew(`${id} ${next}`)) this.retries.inc({ code: error?.code ?? 'UNKNOWN' });
  }

  private isNew(key: string): boolean {
    if (this.counted.has(key)) return false;
    this.counted.add(key);
    const [oldest] = this.counted;
    if (this.counted.size > remembered && oldest !== undefined) this.counted.delete(oldest);
    return true;
  }
}
