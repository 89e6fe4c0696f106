import { StorageError, type Storage } from '@stowbase/storage';
import type { Database } from '../../database/database';
import { BackupCopy } from '../backup-copy.entity';
import type { SeenKeys } from './seen-keys';

const pageSize = 500;

/**
 * The stored copies of a destination that a whole listing didn't give, and that the store itself says are not there: one answer alone may
 * be a mistake.
 * @param since when the listing began: what was stored later can't be in it
 * @throws StorageError
 */
export async function* goneCopies(
  database: Database,
  storage: Storage,
  { destinationId, seen, since }: { readonly destinationId: string; readonly seen: SeenKeys; readonly since: Date },
): AsyncGenerator<BackupCopy> {
  let after = '';
  for (;;) {
    const page = await database.read
      .createQueryBuilder(BackupCopy, 'c')
      .where("c.destinationId = :destinationId AND c.status = 'stored' AND c.id > :after", { destinationId, after })
      .orderBy('c.id', 'ASC')
      .limit(pageSize)
      .getMany();
    const last = page.at(-1);
    if (last === undefined) return;
    for (const copy of page) {
      const { key, storedAt } = copy;
      if (key === null || seen.has(key) || storedAt === null || storedAt >= since) continue;
      if (await isGone(storage, key)) yield copy;
    }
    after = last.id;
  }
}

/** Whether the store says that nothing is there. @throws StorageError when it can't tell */
export async function isGone(storage: Storage, key: string): Promise<boolean> {
  try {
    await storage.stat(key);
    return false;
  } catch (error) {
    if (error instanceof StorageError && error.kind === 'not-found') return true;
    throw error;
  }
}
