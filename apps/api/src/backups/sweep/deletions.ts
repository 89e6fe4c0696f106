import { StorageError, type Storage } from '@stowbase/storage';
import { In, IsNull, MoreThan, Not, type EntityManager } from 'typeorm';
import { damageOf } from '../../catalogue/checks/damage-of';
import { forgetLevel, writeMissing } from '../../catalogue/checks/write-verdict';
import type { Database } from '../../database/database';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { CopyLease } from '../copy-lease.entity';
import type { RunChanged } from '../transitions/run-changed';
import { markEmptied } from '../transitions/mark-deleted';
import type { StoredTotals } from '../transitions/stored-totals';
import { retryAt } from './backoff';
import { keptThere, type KeepsEverything } from './keeps-everything';
import type { OpenStorage } from './open-storage';
import { SilentDestinations } from './silent-destinations';
import { tellProblem } from './tell-problem';
import { crashPoint } from '../../lifecycle/crash-point';

/**
 * delete_pending → deleted: the object goes first, by its version, then the row says so. Dying in between costs nothing: what is gone
 * already counts as done. A copy that somebody reads waits; one whose backup was locked meanwhile stays. Failures stay visible and are
 * tried again.
 */
export class Deletions {
  constructor(
    private readonly database: Database,
    private readonly open: OpenStorage,
    private readonly totals: StoredTotals,
    private readonly changed: RunChanged,
    private readonly keeps: KeepsEverything,
  ) {}

  /** Up to 100 that are due. */
  async work(now: Date, stop: AbortSignal): Promise<void> {
    const due = await this.database.read
      .createQueryBuilder(BackupCopy, 'c')
      .where("c.status = 'delete_pending' AND (c.retryAt IS NULL OR c.retryAt <= :now)", { now })
      .andWhere(`NOT EXISTS ${liveLease}`, { now })
      .orderBy('c.retryAt', 'ASC', 'NULLS FIRST')
      .limit(100)
      .getMany();
    const silent = new SilentDestinations();
    for (const copy of due) {
      if (stop.aborted) return;
      await this.deleteOne(copy, now, silent);
    }
  }

  private async deleteOne(copy: BackupCopy, now: Date, silent: SilentDestinations): Promise<void> {
    let storage: Storage | null = null;
    try {
      if (copy.destinationId !== null && copy.key !== null) {
        if (await this.keeps(copy.destinationId)) {
          await this.noteKept(copy, now);
          this.changed.ids.next(copy.backupId);
          return;
        }
        silent.demandAnswer(copy.destinationId);
        storage = await this.open(copy.destinationId);
        if (await this.isLocked(copy)) {
          // Nothing is deleted of what is locked: not even where nothing seems to be.
          const isMissing = !(await isThere(storage, copy.key));
          await this.takeBack(copy, isMissing, now);
          this.changed.ids.next(copy.backupId);
          return;
        }
        if (!(await this.mayGo(copy, copy.key, now))) return;
        await storage.delete(copy.key, copy.versionId === null ? {} : { versionId: copy.versionId });
      }
      await this.database.write((manager) => this.markGone(manager, copy, now));
      crashPoint('delete/row-gone');
    } catch (error) {
      silent.note(copy.destinationId, error);
      await this.noteFailure(copy, error, now);
    } finally {
      await storage?.close();
    }
    this.changed.ids.next(copy.backupId);
  }

  /**
   * Just before the point of no return: nobody gets a lease on what isn't `stored`, but one may have been renewed; and another process may
   * have deleted it, after which the same key may be that of a new copy.
   */
  private async mayGo({ id, destinationId }: BackupCopy, key: string, now: Date): Promise<boolean> {
    const { read } = this.database;
    if (await read.exists(CopyLease, { where: { copyId: id, until: MoreThan(now) } })) return false;
    if (!(await read.existsBy(BackupCopy, { id, status: 'delete_pending' }))) return false;
    const others = In(['pending', 'uploading', 'stored', 'damaged']);
    return !(await read.existsBy(BackupCopy, { id: Not(id), destinationId: destinationId ?? '', key, status: others }));
  }

  /** Somebody locked its backup after the copy was let go by a rule. */
  private isLocked({ backupId }: BackupCopy): Promise<boolean> {
    return this.database.read.existsBy(Backup, { id: backupId, locked: true, deletedAt: IsNull() });
  }

  /**
   * As what it was before: one that was found damaged has not become whole by being let go. Where its file is not there any more, whoever
   * locked it is told: nobody wanted that.
   */
  private async takeBack(copy: BackupCopy, isMissing: boolean, now: Date): Promise<void> {
    const { id } = copy;
    await this.database.write(async (manager) => {
      const damage = await damageOf(manager, id);
      const was = damage === null ? wasStored : ({ status: 'damaged', ...damage } as const);
      const change = { ...was, retryAt: null, failures: 0 };
      const { affected } = await manager.update(BackupCopy, { id, status: 'delete_pending' }, change);
      if (affected !== 1 || !isMissing) return;
      await writeMissing(manager, this.totals, { ...copy, status: was.status }, now);
    });
  }

  private async markGone(manager: EntityManager, copy: BackupCopy, now: Date): Promise<void> {
    const change = { status: 'deleted', retryAt: null, errorCode: null, errorText: null } as const;
    const { affected } = await manager.update(BackupCopy, { id: copy.id, status: 'delete_pending' }, change);
    if (affected !== 1) return;
    if (copy.destinationId !== null) {
      await this.totals.noteStored(manager, copy.destinationId, { copies: -1, bytes: -(copy.size ?? 0) });
    }
    // What was read and found right may have been just this copy.
    await forgetLevel(manager, copy.backupId);
    await markEmptied(manager, copy.backupId, now);
  }

  /** It was to be deleted before that was so. */
  private async noteKept({ id, failures }: BackupCopy, now: Date): Promise<void> {
    const change = { failures: failures + 1, retryAt: retryAt(now, failures), ...keptThere };
    await this.database.write((manager) => manager.update(BackupCopy, { id, status: 'delete_pending' }, change));
  }

  private async noteFailure(copy: BackupCopy, error: unknown, now: Date): Promise<void> {
    const { code, text } = tellProblem(error);
    const next = retryAt(now, copy.failures);
    const locked = error instanceof StorageError ? error.lockedUntil : undefined;
    await this.database.write((manager) =>
      manager.update(
        BackupCopy,
        { id: copy.id, status: 'delete_pending' },
        {
          failures: copy.failures + 1,
          retryAt: locked !== undefined && locked > next ? locked : next,
          ...(locked === undefined ? {} : { objectLockedUntil: locked }),
          errorCode: code,
          errorText: text,
        },
      ),
    );
  }
}

async function isThere(storage: Storage, key: string): Promise<boolean> {
  try {
    await storage.stat(key);
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.kind === 'not-found') return false;
    throw error;
  }
}

const wasStored = { status: 'stored', errorCode: null, errorText: null } as const;

const liveLease = '(SELECT 1 FROM copy_leases l WHERE l.copy_id = c.id AND l.until > :now)';
