import { randomUUID } from 'node:crypto';
import type { Storage, StoredObject } from '@stowbase/storage';
import { In } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { goneCopies, isGone } from '../../backups/sweep/gone-copies';
import type { SeenKeys } from '../../backups/sweep/seen-keys';
import { WholeList } from '../../backups/sweep/whole-list';
import type { Database } from '../../database/database';
import { isSelfBackupKey } from '../../self-backup/self-backup-key';
import type { ImportItem, ImportItemKind } from '../import-item.entity';
import type { ImportCounts, ImportJob } from '../import-job.entity';
import { findProject, projectNameOf } from './project-for';
import { placeArchive, type Placed } from './place-archive';
import { readArchive, type ReadArchive } from './read-archive';

/** What the scan does with what it finds. In a preview: nothing. */
export interface ImportHand {
  /** @returns the project's id and name, when one was made */
  keep(found: ReadArchive, placed: Placed): Promise<{ readonly id: string; readonly name: string } | null>;
  gone(copy: BackupCopy): Promise<void>;
  /** After each page. @throws when it is to end */
  page(counts: ImportCounts, items: readonly ImportItem[]): Promise<void>;
}

/** Keys looked up in one question, and lines of the result in one transaction. */
const pageSize = 100;
/** Archives looked into at the same time. */
const atOnce = 4;
/** Of these kinds so many are listed; all are counted. */
const mostListed = 1_000;
const plenty: readonly ImportItemKind[] = ['known', 'foreign', 'service'];

/** Looks at every object of a destination once, and tells what each is to the records. */
export class ImportScan {
  private readonly tally: Partial<Record<ImportItemKind, number>> = {};
  private seen = 0;
  private readonly moved = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly storage: Storage,
    private readonly job: ImportJob,
    private readonly hand: ImportHand,
    private readonly signal: AbortSignal,
  ) {}

  get counts(): ImportCounts {
    return { ...this.tally, seen: this.seen };
  }

  /** @throws StorageError when the destination can't be listed to its end */
  async run(): Promise<void> {
    const since = await this.database.now();
    const list = new WholeList(this.storage, this.signal);
    let page: StoredObject[] = [];
    for await (const object of list.objects()) {
      page.push({ ...object, modified: new Date(object.modified) });
      if (page.length < pageSize) continue;
      await this.look(page);
      page = [];
    }
    this.signal.throwIfAborted();
    await this.look(page);
    await this.lookForGone(list.seen, since);
  }

  private async look(objects: readonly StoredObject[]): Promise<void> {
    if (objects.length === 0) return;
    const rows = await this.database.read.findBy(BackupCopy, {
      destinationId: this.job.destinationId,
      key: In(objects.map(({ key }) => key)),
    });
    const byKey = Map.groupBy(rows, ({ key }) => key ?? '');
    const items: ImportItem[] = [];
    for (let from = 0; from < objects.length; from += atOnce) {
      const some = objects.slice(from, from + atOnce);
      const found = await Promise.all(some.map((object) => this.item(object, byKey.get(object.key) ?? [])));
      items.push(...found.filter((one) => one !== null));
      this.signal.throwIfAborted();
    }
    await this.hand.page(this.counts, items);
  }

  private async item(object: StoredObject, rows: readonly BackupCopy[]): Promise<ImportItem | null> {
    this.seen += 1;
    if (isSelfBackupKey(object.key)) return this.line('service', object);
    if (!object.key.endsWith('.tar')) return this.line('foreign', object);
    const sure = rows.find(({ status, size }) => lies.has(status) && (status === 'uploading' || size === object.size));
    if (sure !== undefined) return this.line('known', object, { backupId: sure.backupId, attempt: sure.attempt });
    const found = await readArchive(this.storage, object, this.signal);
    if (found.is === 'other') return this.line(found.kind, object, { text: found.text });
    const placed = await placeArchive(this.database.read, this.job.destinationId, found, (key) =>
      isGone(this.storage, key),
    );
    if (placed.kind === 'moved' && placed.copy !== null) this.moved.add(placed.copy.id);
    return this.archive(found, placed);
  }

  private async archive(found: ReadArchive, placed: Placed): Promise<ImportItem | null> {
    const { manifest, type, gaps, object } = found;
    const known = placed.backup ?? null;
    const project = known === null ? await findProject(this.database.read, found) : null;
    const made = await this.hand.keep(found, placed);
    const { createdAt, snapshotAt, rawBytes, members, encryption } = manifest;
    return this.line(placed.kind, object, {
      backupId: manifest.backupId,
      attempt: manifest.attempt,
      projectId: made?.id ?? known?.projectId ?? project?.id ?? null,
      projectName: made?.name ?? known?.projectName ?? project?.name ?? projectNameOf(found),
      facts: {
        ...{ createdAt, snapshotAt, rawBytes, type, encrypted: encryption !== null },
        ...{ members: members.length, gaps: gaps.length },
      },
      text: placed.text,
    });
  }

  private async lookForGone(seen: SeenKeys, since: Date): Promise<void> {
    const { destinationId } = this.job;
    let items: ImportItem[] = [];
    for await (const copy of goneCopies(this.database, this.storage, { destinationId, seen, since })) {
      this.signal.throwIfAborted();
      if (this.moved.has(copy.id)) continue;
      await this.hand.gone(copy);
      const { backupId, attempt, size } = copy;
      const line = this.line('gone', { key: copy.key ?? '' }, { backupId, attempt, size });
      if (line !== null) items.push(line);
      if (items.length < pageSize) continue;
      await this.hand.page(this.counts, items);
      items = [];
    }
    await this.hand.page(this.counts, items);
  }

  /** Counts it. Null: there are enough lines of its kind. */
  private line(
    kind: ImportItemKind,
    object: Pick<StoredObject, 'key'> & Partial<StoredObject>,
    more: Partial<ImportItem> = {},
  ): ImportItem | null {
    const count = (this.tally[kind] ?? 0) + 1;
    this.tally[kind] = count;
    if (plenty.includes(kind) && count > mostListed) return null;
    return {
      id: randomUUID(),
      jobId: this.job.id,
      kind,
      key: object.key,
      size: object.size ?? null,
      modifiedAt: object.modified ?? null,
      backupId: null,
      attempt: null,
      projectId: null,
      projectName: null,
      facts: null,
      text: null,
      createdAt: new Date(),
      ...more,
    };
  }
}

const lies = new Set<BackupCopy['status']>(['stored', 'damaged', 'delete_pending', 'uploading']);
