import type { Storage } from '@stowbase/storage';
import { In, type EntityManager } from 'typeorm';
import type { Database } from '../../database/database';
import { BackupCopy } from '../backup-copy.entity';
import type { StoredTotals } from '../transitions/stored-totals';
import { newCheck } from '../../catalogue/checks/new-check';
import { writeMissing } from '../../catalogue/checks/write-verdict';
import { Check } from '../../catalogue/check.entity';
import { noteOccurrence } from '../../notifications/occurrence';
import type { RunChanged } from '../transitions/run-changed';
import { goneCopies } from './gone-copies';
import { keptThere } from './keeps-everything';
import type { OpenStorage } from './open-storage';
import { WholeList } from './whole-list';

/** Keys looked up in one question. */
const pageSize = 200;
/** Missing copies of one destination that are told of one by one. */
const mostToldAlone = 5;
const ours = /_[0-9a-f]{16}-\d{1,9}\.tar$/;

/**
 * Compares what lies at a destination with what the rows say of those keys: a missing copy that is there again is stored again, a stored
 * one that isn't there is missing, one of another size is read again, and the object of a copy that failed or was deleted becomes a
 * leftover (a frozen worker may have published it after its run was given to another). Keys that no row names are somebody else's and left
 * alone: an import finds those.
 */
export class Reconcile {
  constructor(
    private readonly database: Database,
    private readonly open: OpenStorage,
    private readonly totals: StoredTotals,
    private readonly changed?: RunChanged,
  ) {}

  /** @param stop ends it between two objects; then nothing is called missing */
  async reconcile(destinationId: string, now: Date, stop: AbortSignal = never): Promise<void> {
    const storage = await this.open(destinationId);
    try {
      await this.compare(destinationId, storage, now, stop);
    } finally {
      await storage.close();
    }
  }

  private async compare(destinationId: string, storage: Storage, now: Date, stop: AbortSignal): Promise<void> {
    const list = new WholeList(storage, stop);
    let page = new Map<string, number>();
    for await (const { key, size } of list.objects()) {
      if (!ours.test(key)) continue;
      page.set(key, size);
      if (page.size < pageSize) continue;
      await this.look(destinationId, page, now);
      page = new Map();
    }
    await this.look(destinationId, page, now);
    if (list.isWhole) await this.miss(storage, { destinationId, seen: list.seen, since: now }, stop);
  }

  private async miss(storage: Storage, wanted: Parameters<typeof goneCopies>[2], stop: AbortSignal): Promise<void> {
    let count = 0;
    let last: BackupCopy | null = null;
    for await (const copy of goneCopies(this.database, storage, wanted)) {
      if (stop.aborted) break;
      count += 1;
      last = copy;
      await this.database.write((manager) =>
        writeMissing(manager, this.totals, copy, wanted.since, count <= mostToldAlone),
      );
      this.changed?.ids.next(copy.backupId);
    }
    // A whole folder that is gone is one thing to be told.
    if (last !== null && count > mostToldAlone) await this.tellMany(last, count, wanted.since);
  }

  private async tellMany({ destinationId, destinationName }: BackupCopy, count: number, now: Date): Promise<void> {
    const key = `copy.missing:${destinationId ?? ''}:${now.toISOString().slice(0, 10)}`;
    const facts = { destination: destinationName, count };
    await this.database.write((manager) =>
      noteOccurrence(manager, { kind: 'copy.missing', key, destinationId: destinationId ?? '', facts }, now),
    );
  }

  private async look(destinationId: string, page: ReadonlyMap<string, number>, now: Date): Promise<void> {
    if (page.size === 0) return;
    const copies = await this.database.read.find(BackupCopy, { where: { destinationId, key: In([...page.keys()]) } });
    const byKey = Map.groupBy(copies, ({ key }) => key);
    await this.database.write(async (manager) => {
      for (const [key, rows] of byKey) {
        const missing = rows.find(({ status }) => status === 'missing');
        if (missing !== undefined && missing.size === page.get(key ?? '')) {
          const back = { status: 'stored', errorCode: null, errorText: null } as const;
          const { affected } = await manager.update(BackupCopy, { id: missing.id, status: 'missing' }, back);
          if (affected === 1) await this.totals.noteStored(manager, destinationId, { copies: 1, bytes: missing.size });
          continue;
        }
        const other = rows.find(({ status, size }) => status === 'stored' && size !== page.get(key ?? ''));
        if (other !== undefined) await askForCheck(manager, other, now);
        const [row] = rows;
        if (row === undefined || !rows.every(({ status }) => status === 'failed' || status === 'deleted')) continue;
        // Left there knowingly, or known as a leftover already.
        if (row.uploadState !== null || row.errorCode === keptThere.errorCode) continue;
        await manager.update(BackupCopy, { id: row.id, status: row.status }, { uploadState: {}, retryAt: now });
      }
    });
  }
}

/** What is wrong with it only reading it says. One that waits already is enough. */
async function askForCheck(manager: EntityManager, copy: BackupCopy, now: Date): Promise<void> {
  const check = newCheck(copy, { level: 1, requestedBy: null, now });
  await manager.createQueryBuilder().insert().into(Check).values(check).orIgnore().execute();
}

const never = new AbortController().signal;
