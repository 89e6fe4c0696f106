import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../database/database';
import { EventHub } from '../../events/event-hub';
import { CopyJob } from '../copy-job.entity';
import { PROGRESS_CLOCK } from '../progress/progress-hub';
import { eventEvery, rowEvery } from '../progress/publishing';
import { Rate } from '../progress/rate';
import type { CopyClaim } from './copy-claim';
import type { CopyPace } from './copy-job.mapper';

interface Live {
  readonly job: CopyJob;
  readonly claim: CopyClaim;
  readonly rate: Rate;
  /** Bytes that the destination has taken. */
  readonly measure: () => number;
  told: { at: number; bytes: number } | null;
  kept: { at: number; bytes: number };
}

/** How far each copy of this process is. Events go out at most 4 times a second, the row follows at most once in 2 s. */
@Injectable()
export class CopyProgress implements OnModuleDestroy {
  private readonly logger = new Logger('Copies');
  private readonly live = new Map<string, Live>();
  private ticker: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly events: EventHub,
    @Inject(PROGRESS_CLOCK) private readonly clock: () => number,
  ) {}

  /** @returns ends it: tells the last state and forgets the job */
  begin(job: CopyJob, claim: CopyClaim, measure: () => number): () => void {
    const entry: Live = { job, claim, measure, rate: new Rate(), told: null, kept: { at: this.clock(), bytes: 0 } };
    this.live.set(job.id, entry);
    this.ticker ??= setInterval(() => this.tick(), 125).unref();
    return () => {
      if (this.live.get(job.id) === entry) this.live.delete(job.id);
      if (this.live.size === 0) this.stopTicking();
      this.tell(entry, this.clock());
    };
  }

  /** Newer than the row; null when nobody copies it in this process. */
  now(jobId: string): CopyPace | null {
    const entry = this.live.get(jobId);
    return entry === undefined ? null : paceOf(entry, this.clock());
  }

  onModuleDestroy(): void {
    this.stopTicking();
  }

  private tick(): void {
    const now = this.clock();
    for (const entry of this.live.values()) {
      const { told, kept } = entry;
      if (told === null || (now - told.at >= eventEvery && told.bytes !== entry.measure())) this.tell(entry, now);
      if (now - kept.at < rowEvery || kept.bytes === entry.measure()) continue;
      entry.kept = { at: now, bytes: entry.measure() };
      void this.keep(entry);
    }
  }

  private tell(entry: Live, now: number): void {
    const { id: jobId, backupId, copyId, destinationId, destinationName: name, size } = entry.job;
    const pace = paceOf(entry, now);
    entry.told = { at: now, bytes: pace.storedBytes };
    const data = { jobId, copyId, destinationId, name, size, ...pace };
    this.events.publish({ type: 'copy.progress', id: backupId, data });
  }

  private async keep({ claim, kept }: Live): Promise<void> {
    const mine = { id: claim.jobId, token: claim.token, status: In(['running', 'committing']) };
    try {
      await this.database.write((manager) => manager.update(CopyJob, mine, { storedBytes: kept.bytes }));
    } catch (error) {
      // The next one comes in two seconds; the job's own state doesn't depend on it.
      this.logger.warn(`Progress could not be kept: ${error instanceof Error ? error.name : 'unknown'}`);
    }
  }

  private stopTicking(): void {
    if (this.ticker !== null) clearInterval(this.ticker);
    this.ticker = null;
  }
}

function paceOf({ job, rate, measure }: Live, now: number): CopyPace {
  const storedBytes = measure();
  rate.measure(now, storedBytes);
  const { perSecond } = rate;
  const left = perSecond === null || perSecond <= 0 ? null : Math.ceil((job.size - storedBytes) / perSecond);
  return { storedBytes, bytesPerSecond: perSecond === null ? null : Math.round(perSecond), secondsLeft: left };
}
