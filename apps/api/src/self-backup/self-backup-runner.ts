import { Inject, Injectable, Logger } from '@nestjs/common';
import { StorageError } from '@stowbase/storage';
import { realPace } from '../backups/queue/pace';
import { tellError } from '../backups/runner/run-error';
import type { RunError } from '../backups/transitions/claim';
import { CONFIG, type Config } from '../config/config';
import { Database } from '../database/database';
import { ApiError } from '../errors/api-error';
import { Destinations } from '../storage/destinations.service';
import { serviceBytes } from './export/service-bytes';
import { withSnapshot } from './export/snapshot';
import { SelfBackupCopies } from './self-backup-copies';
import type { SelfBackup } from './self-backup.entity';
import { SelfBackupPlans, type SelfBackupPlan } from './self-backup-plan';
import { SelfBackupRecords, selfBackupLeaseMs, type SelfBackupEnd } from './self-backup-records';
import { nextSelfBackup } from './self-backup-times';
import { SelfUploads } from './self-uploads';
import { crashPoint } from '../lifecycle/crash-point';

/** A backup of the records that takes longer hangs. Milliseconds. */
const longestMs = 30 * 60_000;
const sweepEveryMs = 10 * 60_000;

/** Backs up the records when it is time, to every chosen destination at once. */
@Injectable()
export class SelfBackupRunner {
  private readonly logger = new Logger('SelfBackup');
  private recovered: Promise<void> | null = null;
  private sweepAt = -Infinity;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    private readonly plans: SelfBackupPlans,
    private readonly records: SelfBackupRecords,
    private readonly copies: SelfBackupCopies,
    private readonly destinations: Destinations,
  ) {}

  async turn(stop: AbortSignal): Promise<void> {
    this.recovered ??= this.records.endDead(true);
    await this.recovered;
    await this.records.endDead(false);
    const plan = await this.plans.now();
    await this.sweepSometimes(stop);
    if (plan.problem !== null || stop.aborted) return;
    const row = await this.records.begin(
      await this.reason(plan),
      plan.keys.map(({ recipient }) => recipient),
    );
    if (row === null) return;
    crashPoint('self/begun');
    await this.make(row, plan, stop);
    await this.copies.prune(plan.settings.keep, stop);
  }

  /** A destination that is away is not asked in each turn. */
  private async sweepSometimes(stop: AbortSignal): Promise<void> {
    if (realPace.now() < this.sweepAt) return;
    this.sweepAt = realPace.now() + sweepEveryMs;
    await this.copies.sweep(stop);
  }

  /** Why one is due now; null: none is, but for one that somebody asked for. */
  private async reason({ settings }: SelfBackupPlan): Promise<'daily' | 'change' | null> {
    if (!settings.enabled) return null;
    const now = await this.database.now();
    const next = nextSelfBackup(await this.records.known(), now);
    return next.at <= now ? next.reason : null;
  }

  private async make(row: SelfBackup, plan: SelfBackupPlan, stop: AbortSignal): Promise<void> {
    const renewal = setInterval(() => void this.renew(row.id), selfBackupLeaseMs / 5).unref();
    const signal = AbortSignal.any([stop, AbortSignal.timeout(longestMs)]);
    let end: SelfBackupEnd;
    try {
      end = { status: 'succeeded', ...(await this.store(row, plan, signal)) };
    } catch (error) {
      end = { status: 'failed', error: stop.aborted ? stopped : this.told(error) };
      this.logger.warn(`The records could not be backed up: ${end.error.text}`);
    } finally {
      clearInterval(renewal);
    }
    crashPoint('self/stored');
    await this.records.end(row.id, end);
  }

  private async store(
    row: SelfBackup,
    { destinations }: SelfBackupPlan,
    signal: AbortSignal,
  ): Promise<{ size: number; sha256: string }> {
    const { recipients } = row;
    const uploads = new SelfUploads(this.copies, (id) => this.destinations.open(id), signal);
    try {
      await uploads.begin(row, destinations);
      await withSnapshot(this.database, async (manager) => {
        const bytes = await serviceBytes(manager, { config: this.config, recipients, engine: this.database.engine });
        for await (const chunk of bytes) await uploads.write(chunk);
      });
      crashPoint('self/written');
      return await uploads.commit();
    } catch (error) {
      await uploads.abort(error);
      throw error;
    } finally {
      await uploads.close();
    }
  }

  private async renew(id: string): Promise<void> {
    // The records away for a moment: the lease outlives it.
    await this.records.renew(id).catch(() => undefined);
  }

  private told(error: unknown): RunError {
    const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
    if (!(cause instanceof StorageError) && !(cause instanceof ApiError)) {
      this.logger.error('Backing up the records failed.', cause);
    }
    return tellError(cause, []).error;
  }
}

const stopped: RunError = {
  code: 'SELF_BACKUP_INTERRUPTED',
  text: 'The service was stopped while its records were backed up.',
  next: 'It is done again by itself.',
};
