import { Inject, Injectable, Logger } from '@nestjs/common';
import { ArchiveError } from '@stowbase/archive';
import { Bandwidth, StorageError } from '@stowbase/storage';
import { Backup } from '../../backups/backup.entity';
import { CopyLeases } from '../../backups/leases/copy-leases';
import { realPace } from '../../backups/queue/pace';
import { tellError } from '../../backups/runner/run-error';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import type { Check } from '../check.entity';
import { CheckRecords } from './check-records';
import { CheckRound } from './check-round';
import { readCheckSettings } from './check-settings';
import { judgeCopy, type JudgeReading } from './judge-copy';
import { crashPoint } from '../../lifecycle/crash-point';

/** How far a reading is, is written so often; and so often is looked whether it may go on. Milliseconds. */
const tellMs = 2_000;
const waitMs = 5_000;
/** Today's share is chosen so often: it may have grown. */
const chooseMs = 3600_000;

/** Reads copies, one at a time, and writes down what was found. */
@Injectable()
export class CheckRunner {
  private readonly logger = new Logger('Checks');
  private recovered: Promise<void> | null = null;
  /** Not at once: a start should cause no load. */
  private chosenAt = realPace.now();

  constructor(
    private readonly database: Database,
    @Inject(Destinations) private readonly destinations: Pick<Destinations, 'open'>,
    private readonly leases: CopyLeases,
    private readonly records: CheckRecords,
    private readonly round: CheckRound,
  ) {}

  /** All that somebody asked for. */
  async asked(stop: AbortSignal): Promise<void> {
    await this.tidy();
    await this.readAll(true, stop);
  }

  /** All whose turn it is; not while a backup goes on. */
  async byTurn(stop: AbortSignal): Promise<void> {
    await this.tidy();
    if (realPace.now() - this.chosenAt >= chooseMs) {
      this.chosenAt = realPace.now();
      await this.round.choose(await this.database.now());
      await this.records.forgetOld();
    }
    await this.readAll(false, stop);
  }

  /** Once, before anything is claimed: whoever had it before the service began is gone. */
  private async tidy(): Promise<void> {
    this.recovered ??= this.records.endDead(true);
    await this.recovered;
    await this.records.endDead(false);
  }

  private async readAll(asked: boolean, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      if (!asked && (await this.records.backupsGoOn())) return;
      const check = await this.records.claim(asked);
      if (check === null) return;
      await this.read(check, stop);
    }
  }

  private async read(check: Check, stop: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([stop, lost.signal]);
    try {
      const lease = await this.leases.take(check.copyId, 'verify', ['stored', 'damaged', 'missing']);
      if (lease === null) return await this.records.fail(check, gone);
      const told = { bytes: 0, size: check.size ?? 0 };
      const telling = setInterval(() => void this.tell(check, told, lost), tellMs).unref();
      try {
        const { copy } = lease;
        const backup = await this.database.read.findOneByOrFail(Backup, { id: copy.backupId });
        const reading = await this.reading(check, signal, told);
        const storage = await this.destinations.open(check.destinationId);
        try {
          const level = check.level === 2 ? 2 : 1;
          const verdict = await judgeCopy(storage, { copy, backup, level }, reading);
          crashPoint('check/judged');
          await this.records.end(check, verdict);
          crashPoint('check/ended');
        } finally {
          await storage.close();
        }
      } finally {
        clearInterval(telling);
        await lease.release();
      }
    } catch (error) {
      await this.broken(check, error, stop, lost.signal);
    }
  }

  private async reading(
    check: Check,
    signal: AbortSignal,
    told: { bytes: number; size: number },
  ): Promise<JudgeReading> {
    const { bytesPerSecond } = await readCheckSettings(this.database.read);
    const byTurn = check.requestedBy === null;
    // Who asked for it waits for it.
    const bandwidth = byTurn && bytesPerSecond !== null ? new Bandwidth(bytesPerSecond) : null;
    return {
      signal,
      pace: realPace,
      limit: async (bytes) => bandwidth?.take(bytes, signal),
      mayGoOn: async () => {
        while (byTurn && !signal.aborted && (await this.records.backupsGoOn())) await realPace.pause(waitMs, signal);
      },
      onProgress: (bytes, size) => {
        told.bytes = bytes;
        told.size = size;
      },
    };
  }

  private async tell(
    check: Check,
    { bytes, size }: { bytes: number; size: number },
    lost: AbortController,
  ): Promise<void> {
    try {
      if (!(await this.records.progress(check, bytes, size))) lost.abort();
    } catch {
      // The records are away for a moment: the lease outlives it.
    }
  }

  private async broken(check: Check, error: unknown, stop: AbortSignal, lost: AbortSignal): Promise<void> {
    if (lost.aborted) return;
    if (stop.aborted) return this.records.release(check);
    if (!(error instanceof StorageError) && !(error instanceof ArchiveError)) {
      this.logger.error(`Reading the copy ${check.copyId} failed.`, error);
    }
    const { error: told } = tellError(error, []);
    await this.records.fail(check, { ...told, next: told.next });
  }
}

const gone = {
  code: 'NOTHING_TO_CHECK',
  text: 'The copy is not there to be read any more.',
  next: 'Look at the backup.',
};
