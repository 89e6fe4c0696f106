import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { StorageError, type Storage, type StoredObject, type UploadState } from '@stowbase/storage';
import { In } from 'typeorm';
import { sweepUpload } from '../backups/sweep/sweep-upload';
import { versionOf } from '../backups/sweep/resolve-committing';
import { Database } from '../database/database';
import { ApiError } from '../errors/api-error';
import { Destinations } from '../storage/destinations.service';
import { SelfBackupCopy } from './self-backup-copy.entity';
import { SelfBackup } from './self-backup.entity';

interface Problem {
  readonly code: string;
  readonly text: string;
}

/** Done in one turn: more come in the next ones. */
const mostAtOnce = 50;

/** The backups of the records at each destination: written down before they are sent, removed when there are newer ones. */
@Injectable()
export class SelfBackupCopies {
  private readonly logger = new Logger('SelfBackup');

  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
  ) {}

  /** Before the first byte leaves. */
  async add(
    { id: selfBackupId, createdAt }: SelfBackup,
    place: { readonly id: string; readonly name: string },
    key: string,
  ): Promise<SelfBackupCopy> {
    const copy: SelfBackupCopy = {
      id: randomUUID(),
      selfBackupId,
      destinationId: place.id,
      destinationName: place.name,
      key,
      status: 'uploading',
      uploadState: {},
      versionId: null,
      errorCode: null,
      errorText: null,
      createdAt,
    };
    await this.database.write((manager) => manager.insert(SelfBackupCopy, copy));
    return copy;
  }

  uploading(id: string, state: UploadState): Promise<void> {
    return this.change(id, { uploadState: { ...state } });
  }

  stored(id: string, { versionId }: StoredObject): Promise<void> {
    return this.change(id, { status: 'stored', uploadState: null, versionId: versionId ?? null });
  }

  /** What it left is removed by the next sweep. */
  failed(id: string, { code, text }: Problem): Promise<void> {
    return this.change(id, { status: 'failed', errorCode: code, errorText: text });
  }

  /** Removes what uploads have left that didn't end well. */
  async sweep(stop: AbortSignal): Promise<void> {
    const left = await this.database.read
      .createQueryBuilder(SelfBackupCopy, 'c')
      .where("c.status IN ('failed', 'uploading') AND c.uploadState IS NOT NULL")
      .andWhere("NOT EXISTS (SELECT 1 FROM self_backups b WHERE b.id = c.self_backup_id AND b.status = 'running')")
      .orderBy('c.createdAt', 'ASC')
      .limit(mostAtOnce)
      .getMany();
    for (const copy of left) {
      if (stop.aborted) return;
      await this.at(copy, async (storage) => {
        await sweepUpload(storage, copy.key, copy.uploadState);
        // Nobody knows whether it was published before its process died: it is not counted, and there will be another one.
        if (await this.mayDelete(copy)) await storage.delete(copy.key);
        await this.change(copy.id, { status: 'failed', uploadState: null });
      });
    }
  }

  /** Deletes all but the newest `keep` at each destination, and the last one of each of so many days. */
  async prune(keep: number, stop: AbortSignal): Promise<void> {
    const places = await this.database.read
      .createQueryBuilder(SelfBackupCopy, 'c')
      .select('c.destinationId', 'id')
      .where("c.status = 'stored'")
      .groupBy('c.destinationId')
      .having('COUNT(*) > :keep', { keep })
      .getRawMany<{ id: string }>();
    for (const { id: destinationId } of places) {
      const all = await this.database.read.find(SelfBackupCopy, {
        where: { destinationId, status: 'stored' },
        order: { createdAt: 'DESC', id: 'DESC' },
        take: 500,
      });
      for (const copy of outdated(all, keep).slice(0, mostAtOnce)) {
        if (stop.aborted) return;
        await this.at(copy, async (storage) => {
          if (!(await this.mayDelete(copy))) return;
          await storage.delete(
            copy.key,
            versionOf({ ...(copy.versionId === null ? {} : { versionId: copy.versionId }) }),
          );
          await this.change(copy.id, { status: 'deleted' });
        });
      }
    }
    await this.forget();
  }

  /** Where nothing is deleted the rules of the store decide. */
  private async mayDelete({ destinationId }: SelfBackupCopy): Promise<boolean> {
    return (await this.destinations.withoutDeletes([destinationId])).length === 0;
  }

  /** A store that is away is asked again in the next turn. */
  private async at(copy: SelfBackupCopy, work: (storage: Storage) => Promise<void>): Promise<void> {
    try {
      const storage = await this.destinations.open(copy.destinationId);
      try {
        await work(storage);
      } finally {
        await storage.close();
      }
    } catch (error) {
      if (error instanceof ApiError && error.code === 'DESTINATION_NOT_FOUND') {
        // With the destination went whatever lay there.
        return this.change(copy.id, { status: 'deleted', uploadState: null });
      }
      if (!(error instanceof StorageError) && !(error instanceof ApiError)) throw error;
      this.logger.warn(`An old backup of the records stays at ${copy.destinationName}: ${error.message}`);
    }
  }

  /** Rows of which nothing lies anywhere any more, beyond the newest hundred. */
  private async forget(): Promise<void> {
    const old = await this.database.read
      .createQueryBuilder(SelfBackup, 'b')
      .where("b.status IN ('succeeded', 'failed')")
      .andWhere(
        "NOT EXISTS (SELECT 1 FROM self_backup_copies c WHERE c.self_backup_id = b.id AND (c.status IN ('stored', 'uploading') OR c.upload_state IS NOT NULL))",
      )
      .orderBy('b.createdAt', 'DESC')
      .offset(100)
      .limit(mostAtOnce)
      .getMany();
    if (old.length === 0) return;
    const ids = old.map(({ id }) => id);
    await this.database.write(async (manager) => {
      await manager.delete(SelfBackupCopy, { selfBackupId: In(ids) });
      await manager.delete(SelfBackup, { id: In(ids) });
    });
  }

  private async change(id: string, change: Partial<SelfBackupCopy>): Promise<void> {
    await this.database.write((manager) => manager.update(SelfBackupCopy, { id }, change));
  }
}

/**
 * An afternoon of changes makes a dozen of them: those of the days before must outlive it, since what was changed may be what went wrong.
 * @param all the newest first
 */
function outdated(all: readonly SelfBackupCopy[], keep: number): SelfBackupCopy[] {
  const days = new Set<string>();
  return all.filter(({ createdAt }, index) => {
    const day = createdAt.toISOString().slice(0, 10);
    const isLastOfDay = !days.has(day) && days.size < keep;
    if (isLastOfDay) days.add(day);
    return index >= keep && !isLastOfDay;
  });
}
