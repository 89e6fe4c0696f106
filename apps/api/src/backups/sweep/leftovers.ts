import type { Storage, StoredObject } from '@stowbase/storage';
import { In, IsNull, LessThanOrEqual, Not } from 'typeorm';
import type { Database } from '../../database/database';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import type { RunChanged } from '../transitions/run-changed';
import { adoptCopy } from '../transitions/adopt-copy';
import type { StoredTotals } from '../transitions/stored-totals';
import { retryAt } from './backoff';
import { findArchive, type FoundArchive } from './find-archive';
import { keptThere, type KeepsEverything } from './keeps-everything';
import type { OpenStorage } from './open-storage';
import { versionOf } from './resolve-committing';
import { SilentDestinations } from './silent-destinations';
import { sweepUpload } from './sweep-upload';
import { tellProblem } from './tell-problem';
import { crashPoint } from '../../lifecycle/crash-point';

/** Writes a line into the log of the backup that it is about. Never rejects. */
export type LeftoverLog = (backupId: string, text: string) => Promise<void>;

/** An object that belongs to no run is kept for so long after its upload began, and after it came there: somebody may wonder. */
const keepMs = 24 * 3600_000;

/**
 * What uploads that failed have left: unfinished ones are removed, and so are objects that nobody published on purpose, after a day.
 * Only what our rows name is touched: another installation may use the same bucket. What can't be removed now stays recorded.
 */
export class Leftovers {
  constructor(
    private readonly database: Database,
    private readonly open: OpenStorage,
    private readonly totals: StoredTotals,
    private readonly changed: RunChanged,
    private readonly keeps: KeepsEverything,
    private readonly told: LeftoverLog,
  ) {}

  /** Up to 100 that are due. */
  async sweep(now: Date, stop: AbortSignal): Promise<void> {
    const due = await this.database.read.find(BackupCopy, {
      where: { status: In(['failed', 'deleted']), uploadState: Not(IsNull()), retryAt: LessThanOrEqual(now) },
      order: { retryAt: 'ASC' },
      take: 100,
    });
    const silent = new SilentDestinations();
    for (const copy of due) {
      if (stop.aborted) return;
      await this.sweepOne(copy, now, silent);
    }
  }

  private async sweepOne(copy: BackupCopy, now: Date, silent: SilentDestinations): Promise<void> {
    const { destinationId, key } = copy;
    if (destinationId === null || key === null) return this.note(copy, cleared);
    let storage: Storage | null = null;
    try {
      silent.demandAnswer(destinationId);
      storage = await this.open(destinationId);
      await this.tell(
        copy,
        `Whatever an unfinished upload of "${key}" has left at ${copy.destinationName} is removed.`,
      );
      await sweepUpload(storage, key, copy.uploadState);
      crashPoint('sweep/unfinished-removed');
      await this.settle(storage, copy, key, now);
    } catch (error) {
      silent.note(destinationId, error);
      const { code, text } = tellProblem(error);
      // With the destination went whatever lay there.
      if (code === 'DESTINATION_NOT_FOUND') return this.note(copy, cleared);
      await this.note(copy, {
        failures: copy.failures + 1,
        retryAt: retryAt(now, copy.failures),
        ...(copy.errorCode === null ? { errorCode: code, errorText: text } : {}),
      });
    } finally {
      await storage?.close();
    }
  }

  /** The upload is gone; an object may be there all the same. */
  private async settle(storage: Storage, copy: BackupCopy, key: string, now: Date): Promise<void> {
    // Another row of ours may have published it: an upload that began anew has the same key.
    if (await this.isPublished(copy, key)) return this.note(copy, cleared);
    const run = await this.database.read.findOneByOrFail(Backup, { id: copy.backupId });
    const size = run.attempt === copy.attempt ? run.storedBytes : null;
    const found = await findArchive(storage, { key, backupId: run.id, attempt: copy.attempt, size });
    if (found.is === 'absent') return this.note(copy, cleared);
    if (found.is === 'whole' && (await this.adopt(copy, run, found))) return;
    if (isWorkedOn(run, copy)) return this.note(copy, { retryAt: retryAt(now, 0) });
    const keptUntil = new Date(cameAt(copy, found.object, now).getTime() + keepMs);
    if (keptUntil > now) return this.note(copy, { retryAt: keptUntil });
    // Once more: a copy from elsewhere may have been begun meanwhile, and finds it.
    if ((await this.isPublished(copy, key)) || !(await this.mayDelete(copy, now))) return;
    await this.tell(copy, `"${key}" lies at ${copy.destinationName} and belongs to no copy: it is deleted.`);
    crashPoint('sweep/before-leftover');
    await storage.delete(key, versionOf(found.object));
    crashPoint('sweep/leftover-gone');
    await this.note(copy, cleared);
  }

  private isPublished({ id, destinationId, backupId, attempt }: BackupCopy, key: string): Promise<boolean> {
    const other = { id: Not(id), destinationId: destinationId ?? '' };
    return this.database.read.exists(BackupCopy, {
      where: [
        { ...other, key, status: In(['uploading', 'stored', 'damaged', 'missing', 'delete_pending']) },
        // On its way from another destination: it has the same key once it begins.
        { ...other, backupId, attempt, status: 'pending' },
      ],
    });
  }

  private async mayDelete(copy: BackupCopy, now: Date): Promise<boolean> {
    const kept = await this.keeps(copy.destinationId ?? '');
    if (kept) await this.note(copy, { retryAt: new Date(now.getTime() + keepMs), ...keptThere });
    return !kept;
  }

  private async adopt(copy: BackupCopy, run: Backup, found: FoundArchive & { is: 'whole' }): Promise<boolean> {
    const adopted = await this.database.write(async (manager) => {
      if (!(await adoptCopy(manager, copy, found.object, run.sha256))) return false;
      await this.totals.noteStored(manager, copy.destinationId ?? '', { copies: 1, bytes: found.object.size });
      return true;
    });
    if (adopted) this.changed.ids.next(run.id);
    return adopted;
  }

  /** Before it goes, and once: how often it is tried is said where leftovers are listed. */
  private async tell({ backupId, failures, uploadState }: BackupCopy, text: string): Promise<void> {
    // What only a listing found has no state.
    if (failures === 0 && Object.keys(uploadState ?? {}).length > 0) await this.told(backupId, text);
  }

  private async note(copy: BackupCopy, change: Partial<BackupCopy>): Promise<void> {
    await this.database.write((manager) => manager.update(BackupCopy, { id: copy.id, status: copy.status }, change));
  }
}

/** Whether it succeeds decides whether the copy is adopted. */
const isWorkedOn = ({ status, attempt }: Backup, copy: BackupCopy): boolean =>
  (status === 'running' || status === 'committing') && attempt === copy.attempt;

/** A store whose clock is ahead would be believed for ever. */
const cameAt = ({ createdAt }: BackupCopy, { modified }: StoredObject, now: Date): Date =>
  modified > createdAt && modified <= now ? modified : createdAt;

const cleared = { uploadState: null, retryAt: null } as const;
