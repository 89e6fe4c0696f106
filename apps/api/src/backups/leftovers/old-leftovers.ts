import { Injectable } from '@nestjs/common';
import type { Storage } from '@stowbase/storage';
import { In, IsNull, MoreThan, Not } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import { BackupCopy } from '../backup-copy.entity';
import { tellProblem } from '../sweep/tell-problem';
import { WholeList } from '../sweep/whole-list';
import { DatabaseClock } from '../transitions/database-clock';
import type { OldLeftoverDto, RemovedLeftoverDto } from './leftovers.dto';

/** Younger ones may belong to an installation that uses the same place and is at work. Milliseconds. */
const oldMs = 7 * 24 * 3600_000;

/** Listed at once, and keys looked up in one question. */
const most = 1_000;
const pageSize = 200;

/** Archives, and what a connection test writes. */
const ours = /(?:_[0-9a-f]{16}-\d{1,9}\.tar|(?:^|\/)stowbase-probe-[0-9a-f]{16}-[a-z]+)$/;

/**
 * Looks for what lies at a destination without any record of it, by name and age, only when somebody asks. What is found may belong to
 * another installation: it is removed by a second call that names it, and only while it is still just that.
 */
@Injectable()
export class OldLeftovers {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly destinations: Destinations,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param stop whoever asked is gone
   * @throws ApiError `DESTINATION_NOT_FOUND`, StorageError
   */
  async search(destinationId: string, stop: AbortSignal): Promise<{ items: OldLeftoverDto[]; more: boolean }> {
    const storage = await this.destinations.open(destinationId);
    try {
      const items: OldLeftoverDto[] = [];
      for await (const item of this.found(destinationId, storage, stop)) {
        if (items.length === most) return { items, more: true };
        items.push(item);
      }
      return { items, more: false };
    } finally {
      await storage.close();
    }
  }

  /** @throws ApiError `DESTINATION_NOT_FOUND`, `DESTINATION_CANNOT_DELETE`, StorageError */
  async remove(
    destinationId: string,
    wanted: readonly OldLeftoverDto[],
    actor: Actor,
    stop: AbortSignal,
  ): Promise<RemovedLeftoverDto[]> {
    await this.destinations.refuseUnlessDeletes([destinationId], this.database.read);
    const { name } = await this.destinations.get(destinationId);
    const storage = await this.destinations.open(destinationId);
    try {
      const open = new Set(wanted.map(identity));
      const there = new Set<string>();
      for await (const item of this.found(destinationId, storage, stop)) {
        if (open.has(identity(item))) there.add(identity(item));
        if (there.size === open.size) break;
      }
      // Before the first of them goes: the record says what was to be removed, whatever happens meanwhile.
      const detail = { keys: wanted.filter((item) => there.has(identity(item))).map(({ key }) => key) };
      const object = { type: 'destination', id: destinationId, name };
      await this.database.write((manager) =>
        this.audit.record(manager, { actor, action: 'destination.leftovers.delete', object, detail }),
      );
      const results: RemovedLeftoverDto[] = [];
      for (const item of wanted) results.push(await removed(storage, item, there.has(identity(item))));
      return results;
    } finally {
      await storage.close();
    }
  }

  private async *found(destinationId: string, storage: Storage, stop: AbortSignal): AsyncGenerator<OldLeftoverDto> {
    const before = new Date((await this.clock.now(this.database.read)).getTime() - oldMs);
    let page: OldLeftoverDto[] = [];
    for await (const { key, modified } of new WholeList(storage, stop).objects()) {
      if (modified >= before || !ours.test(key)) continue;
      page.push({ kind: 'object', key, at: modified.toISOString() });
      if (page.length < pageSize) continue;
      yield* await this.unnamed(destinationId, page);
      page = [];
    }
    yield* await this.unnamed(destinationId, page);
    if (storage.unfinished === undefined) return;
    const known = await this.knownStates();
    for await (const { key, state, begun } of storage.unfinished('')) {
      if (begun >= before || Object.values(state).some((value) => known.has(value))) continue;
      // Of a name that only an archive of ours has, or where the store names the file by itself.
      if (!ours.test(key) && state['tempName'] === undefined) continue;
      yield { kind: 'upload', key, at: begun.toISOString(), state: { ...state } };
    }
  }

  private async unnamed(destinationId: string, page: readonly OldLeftoverDto[]): Promise<OldLeftoverDto[]> {
    if (page.length === 0) return [];
    const where = { destinationId, key: In(page.map(({ key }) => key)) };
    const rows = await this.database.read.find(BackupCopy, { select: { key: true }, where });
    const named = new Set(rows.map(({ key }) => key));
    const backups = await this.backupsOf(page);
    return page.filter(({ key }) => !named.has(key) && !backups.has(backupIn(key) ?? ''));
  }

  /**
   * Those of this service, as their names say it. Another destination of ours may lie in the same place or in a folder of it, and one
   * that was removed may have left its files on purpose.
   */
  private async backupsOf(page: readonly OldLeftoverDto[]): Promise<Set<string>> {
    const ids = page.flatMap(({ key }) => backupIn(key)?.slice(0, idLength) ?? []);
    if (ids.length === 0) return new Set();
    const rows = await this.database.read
      .createQueryBuilder(BackupCopy, 'c')
      .select(['c.id', 'c.backupId', 'c.attempt'])
      .where(`substr(c.backupId, 1, ${idLength}) IN (:...ids)`, { ids: [...new Set(ids)] })
      .andWhere("c.status NOT IN ('failed', 'deleted')")
      .getMany();
    return new Set(rows.map(({ backupId, attempt }) => `${backupId.slice(0, idLength)} ${attempt}`));
  }

  /** Of uploads that go on, or that a sweep is to remove; of every destination, since two may lie in one place. */
  private async knownStates(): Promise<Set<string>> {
    const known = new Set<string>();
    let after = '';
    for (;;) {
      const rows = await this.database.read.find(BackupCopy, {
        select: { id: true, uploadState: true },
        where: { uploadState: Not(IsNull()), id: MoreThan(after) },
        order: { id: 'ASC' },
        take: 500,
      });
      for (const { uploadState } of rows) for (const value of Object.values(uploadState ?? {})) known.add(value);
      const last = rows.at(-1);
      if (last === undefined) return known;
      after = last.id;
    }
  }
}

/** Of a UUID whose first 16 digits stand in the name of an archive. */
const idLength = 18;

/** Which backup's archive has such a name, and of which attempt; null: another file. */
function backupIn(key: string): string | null {
  const [, a, b, c, attempt] = /_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})-(\d{1,9})\.tar$/.exec(key) ?? [];
  return a === undefined ? null : `${a}-${b}-${c} ${attempt}`;
}

const identity = ({ kind, key, at, state }: OldLeftoverDto): string =>
  JSON.stringify([kind, key, new Date(at).toISOString(), Object.entries(state ?? {}).sort()]);

async function removed(storage: Storage, item: OldLeftoverDto, isThere: boolean): Promise<RemovedLeftoverDto> {
  const { kind, key, state } = item;
  if (!isThere) return { key, removed: false, reason: 'It is not there any more as it was listed, or is in use.' };
  try {
    if (kind === 'upload') await storage.sweep(key, state ?? {});
    else await storage.delete(key);
    return { key, removed: true, reason: null };
  } catch (error) {
    return { key, removed: false, reason: tellProblem(error).text };
  }
}
