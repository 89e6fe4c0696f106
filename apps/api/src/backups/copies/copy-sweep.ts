import type { Storage } from '@stowbase/storage';
import { In, LessThan } from 'typeorm';
import type { Database } from '../../database/database';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { CopyJob } from '../copy-job.entity';
import { retryAt } from '../sweep/backoff';
import { findArchive } from '../sweep/find-archive';
import type { OpenStorage } from '../sweep/open-storage';
import { versionOf } from '../sweep/resolve-committing';
import { sweepUpload } from '../sweep/sweep-upload';
import { tellProblem } from '../sweep/tell-problem';
import type { CopyClaim } from './copy-claim';
import type { CopyTransitions } from './copy-transitions';
import { crashPoint } from '../../lifecycle/crash-point';

/** So often a store that can't tell is asked; then the copy counts as failed, and what lies there is left to the leftovers. */
const mostQuestions = 6;

/** How long people can look at what was copied: 90 days. Milliseconds. */
const keptMs = 90 * 24 * 3_600_000;
/** Rows of a transaction. */
const page = 200;

/** Ends the copies whose worker died, as the sweep of runs does theirs: begun again, or found whole at their destination. */
export class CopySweep {
  constructor(
    private readonly database: Database,
    private readonly transitions: CopyTransitions,
    private readonly open: OpenStorage,
  ) {}

  /** On SQLite there is one process, and it has just started: whatever is under way is dead. */
  async recover(): Promise<void> {
    if (this.database.engine !== 'sqlite') return;
    await this.database.write((manager) =>
      manager.update(CopyJob, { status: In(['running', 'committing']) }, { leaseUntil: new Date(0) }),
    );
  }

  /** @param stop ends it between two of them */
  async sweep(now: Date, stop: AbortSignal): Promise<void> {
    for (const { id: jobId, token, backupId } of await this.dead('running', now))
      await this.transitions.interrupt({ jobId, token, backupId });
    for (const job of await this.dead('committing', now)) {
      if (stop.aborted) return;
      if (job.runAfter <= now) await this.resolve(job, now);
    }
  }

  /** Those that ended long ago, so that the table of years is as small as that of a season. @param stop ends it between two pages */
  async forget(now: Date, stop: AbortSignal): Promise<void> {
    const where = { finishedAt: LessThan(new Date(now.getTime() - keptMs)) };
    for (let count = page; count === page && !stop.aborted;) {
      const old = await this.database.read.find(CopyJob, { select: { id: true }, where, take: page });
      if (old.length > 0)
        await this.database.write((manager) => manager.delete(CopyJob, { id: In(old.map(({ id }) => id)) }));
      count = old.length;
    }
  }

  private dead(status: 'running' | 'committing', now: Date): Promise<CopyJob[]> {
    return this.database.read.find(CopyJob, { where: { status, leaseUntil: LessThan(now) }, take: 100 });
  }

  private async resolve(job: CopyJob, now: Date): Promise<void> {
    const claim = await this.transitions.takeOver(job);
    if (claim === null) return;
    crashPoint('copy/taken-over');
    const backup = await this.database.read.findOneByOrFail(Backup, { id: job.backupId });
    const copy = await this.database.read.findOneByOrFail(BackupCopy, { id: job.copyId });
    let storage: Storage | null = null;
    try {
      storage = await this.open(job.destinationId);
      await this.look(storage, claim, copy, backup);
    } catch (error) {
      await this.later(claim, copy, tellProblem(error), now);
    } finally {
      await storage?.close();
    }
  }

  private async look(storage: Storage, claim: CopyClaim, copy: BackupCopy, backup: Backup): Promise<void> {
    const { key, attempt } = copy;
    if (key !== null) {
      // First: what is swept can't be published any more, so that the look behind it decides.
      await sweepUpload(storage, key, copy.uploadState);
      const wanted = { key, backupId: backup.id, attempt, size: backup.storedBytes };
      const found = await findArchive(storage, wanted);
      if (found.is === 'whole') {
        await this.transitions.stored(claim, found.object, backup.sha256 ?? '');
        return;
      }
      if (found.is === 'other') await storage.delete(key, versionOf(found.object));
    }
    await this.transitions.giveUp(claim, null);
  }

  private async later(
    claim: CopyClaim,
    { id, failures }: BackupCopy,
    { code, text }: { code: string; text: string },
    now: Date,
  ): Promise<void> {
    if (failures + 1 >= mostQuestions) {
      await this.transitions.giveUp(claim, { code, text, next: 'Mend the destination, then copy again.' });
      return;
    }
    await this.database.write(async (manager) => {
      await manager.update(BackupCopy, { id }, { failures: failures + 1, errorCode: code, errorText: text });
      const mine = { id: claim.jobId, token: claim.token };
      await manager.update(CopyJob, mine, { leaseUntil: now, runAfter: retryAt(now, failures) });
    });
  }
}
