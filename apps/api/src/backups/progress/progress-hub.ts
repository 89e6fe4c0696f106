import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../database/database';
import { EventHub } from '../../events/event-hub';
import { Backup } from '../backup.entity';
import type { Claim } from '../transitions/claim';
import type { ProgressView } from './progress-view';
import { Publishing } from './publishing';
import { RunProgress } from './run-progress';

/** DI token of a clock that only goes forward, seconds. */
export const PROGRESS_CLOCK = Symbol('PROGRESS_CLOCK');

const tickMs = 125;

export interface LiveProgress {
  readonly progress: RunProgress;
  /** Tells the last state and forgets the run. Never rejects. */
  end(): Promise<void>;
}

/** How far each live run of this process is. Events go out at once, the row follows: it is for a page that comes later. */
@Injectable()
export class ProgressHub implements OnModuleDestroy {
  private readonly logger = new Logger('Progress');
  private readonly live = new Map<string, { progress: RunProgress; publishing: Publishing }>();
  private ticker: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly events: EventHub,
    @Inject(PROGRESS_CLOCK) private readonly clock: () => number,
  ) {}

  begin(claim: Pick<Claim, 'backupId' | 'token' | 'attempt'>): LiveProgress {
    const { backupId } = claim;
    const progress = new RunProgress(claim.attempt, this.clock);
    const publishing = new Publishing(progress, {
      tell: (view) => this.events.publish({ type: 'backup.progress', id: backupId, data: view }),
      keep: (view) => this.keep(claim, view),
    });
    const entry = { progress, publishing };
    this.live.set(backupId, entry);
    this.ticker ??= setInterval(() => this.tick(), tickMs).unref();
    return {
      progress,
      end: async () => {
        if (this.live.get(backupId) === entry) this.live.delete(backupId);
        if (this.live.size === 0) this.stopTicking();
        await publishing.end();
      },
    };
  }

  /** Newer than the row; null when the run isn't one of this process. */
  now(backupId: string): ProgressView | null {
    return this.live.get(backupId)?.progress.view() ?? null;
  }

  onModuleDestroy(): void {
    this.stopTicking();
  }

  private tick(): void {
    for (const { publishing } of this.live.values()) publishing.tick(this.clock());
  }

  private stopTicking(): void {
    if (this.ticker !== null) clearInterval(this.ticker);
    this.ticker = null;
  }

  private async keep({ backupId, token }: Pick<Claim, 'backupId' | 'token'>, progress: ProgressView): Promise<void> {
    const mine = { id: backupId, token, status: In(['running', 'committing']) };
    try {
      await this.database.write(async (manager) => void (await manager.update(Backup, mine, { progress })));
    } catch (error) {
      // The next one comes in two seconds; the run's own state doesn't depend on it.
      this.logger.warn(
        `The progress of backup ${backupId} could not be kept: ${error instanceof Error ? error.name : 'unknown'}`,
      );
    }
  }
}
