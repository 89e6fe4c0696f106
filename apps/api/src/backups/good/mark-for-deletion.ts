import { In, type EntityManager } from 'typeorm';
import { engine } from '../../database/column-types';
import { BackupCopy } from '../backup-copy.entity';

/**
 * stored or damaged → delete_pending, in one statement that looks again: only what nobody reads, of backups that nobody locked.
 * @param ids at most 200
 * @returns ids that are to be deleted now
 */
export async function markForDeletion(manager: EntityManager, ids: readonly string[], now: Date): Promise<string[]> {
  if (ids.length === 0) return [];
  // Whoever takes a lease has the row meanwhile. The next statement sees what was committed while this one waited; its own view of
  // the leases would be older.
  if (engine === 'postgres')
    await manager.find(BackupCopy, {
      select: { id: true },
      where: { id: In([...ids]) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  await manager
    .createQueryBuilder()
    .update(BackupCopy)
    .set({ status: 'delete_pending', retryAt: null, failures: 0, errorCode: null, errorText: null })
    .where("id IN (:...ids) AND status IN ('stored', 'damaged')", { ids })
    .andWhere('NOT EXISTS (SELECT 1 FROM copy_leases l WHERE l.copy_id = backup_copies.id AND l.until > :now)', { now })
    .andWhere('EXISTS (SELECT 1 FROM backups b WHERE b.id = backup_copies.backup_id AND b.locked = false)')
    .execute();
  const marked = await manager.find(BackupCopy, {
    select: { id: true },
    where: { id: In([...ids]), status: 'delete_pending' },
  });
  return marked.map(({ id }) => id);
}
