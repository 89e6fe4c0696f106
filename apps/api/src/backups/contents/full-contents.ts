import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { openArchive, type Archive } from '@stowbase/archive';
import type { Storage } from '@stowbase/storage';
import { IsNull, Not } from 'typeorm';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import { BackupCopy } from '../backup-copy.entity';
import { CopyLease } from '../copy-lease.entity';
import { storageSource } from '../sweep/storage-source';
import { fail } from './contents.errors';

/** Reading contents.json, 256 MiB at most, is over long before; what dies in between blocks a deletion no longer. */
const leaseMs = 10 * 60_000;
export const contentsMember = 'contents.json';

/** The archive's own contents.json, from a stored copy. */
@Injectable()
export class FullContents {
  constructor(
    private readonly database: Database,
    @Inject(Destinations) private readonly destinations: Pick<Destinations, 'open'>,
  ) {}

  /**
   * @param send is given the size in bytes, and the bytes, of which the first come only when their hash was proven
   * @throws ApiError `CONTENTS_NOT_STORED`, `CONTENTS_ENCRYPTED`; StorageError, ArchiveError of the last copy that was tried
   */
  async read(
    backupId: string,
    signal: AbortSignal,
    send: (size: number, bytes: AsyncIterable<Buffer>) => Promise<void>,
  ): Promise<void> {
    const where = { backupId, status: 'stored' as const, destinationId: Not(IsNull()) };
    const copies = await this.database.read.find(BackupCopy, { where, order: { storedAt: 'ASC', id: 'ASC' } });
    let last: unknown = notStored();
    for (const { id } of copies) {
      let sending = false;
      try {
        return await this.withCopy(id, async (storage, key) => {
          const archive = await openArchive(storageSource(storage, await storage.stat(key), signal), { signal });
          const size = sizeOf(archive);
          const bytes = archive.readMember(contentsMember)[Symbol.asyncIterator]();
          // A copy that can't even begin is no reason to give up while there are others.
          const first = await bytes.next();
          sending = true;
          await send(size, resumed(first, bytes));
        });
      } catch (error) {
        if (sending || signal.aborted) throw error;
        last = error;
      }
    }
    throw last;
  }

  private async withCopy(copyId: string, work: (storage: Storage, key: string) => Promise<void>): Promise<void> {
    const id = randomUUID();
    const until = new Date((await this.database.now()).getTime() + leaseMs);
    const copy = await this.database.write(async (manager) => {
      const stored = await manager.findOneBy(BackupCopy, { id: copyId, status: 'stored' });
      if (stored !== null) await manager.insert(CopyLease, { id, copyId, purpose: 'contents', until });
      return stored;
    });
    try {
      if (copy?.key == null || copy.destinationId === null) throw notStored();
      const storage = await this.destinations.open(copy.destinationId);
      try {
        await work(storage, copy.key);
      } finally {
        await storage.close();
      }
    } finally {
      await this.database.write((manager) => manager.delete(CopyLease, { id }));
    }
  }
}

function sizeOf(archive: Archive): number {
  const member = archive.manifest.members.find(({ name }) => name === contentsMember);
  if (member !== undefined) return member.rawSize;
  throw encrypted();
}

async function* resumed(first: IteratorResult<Buffer>, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
}

export const encrypted = (): Error =>
  fail('CONTENTS_ENCRYPTED', 'This backup is encrypted: only its private key opens the whole list of contents.', {
    nextStep: 'Ask without "full" for the summary, or run "stowbase inspect FILE --contents --identity KEYFILE".',
  });

const notStored = (): Error =>
  fail('CONTENTS_NOT_STORED', 'No copy of this backup is stored any more.', {
    nextStep: 'Ask without "full" for the summary that was kept.',
  });
