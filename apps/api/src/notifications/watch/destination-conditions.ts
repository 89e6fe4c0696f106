import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import type { Destination } from '../../storage/destination.entity';
import type { Condition } from './episodes';

/** What a destination needs somebody for. */
export async function destinationConditions(
  manager: EntityManager,
  destination: Destination,
  freePercent: number,
): Promise<Condition[]> {
  const { id, enabled, closing, problem } = destination;
  if (!enabled || closing) return [];
  const about = { about: id, destinationId: id };
  const failing: Condition[] =
    problem === null
      ? []
      : [{ kind: 'destination.failing', ...about, facts: { error: problem.text, nextStep: problem.nextStep } }];
  const full = await nearlyFull(manager, destination, freePercent);
  return full === null ? failing : [...failing, { kind: 'destination.nearly_full', ...about, facts: full }];
}

/**
 * By what the store said last. How large it is, it doesn't say: at least what is free and what our backups take, so that "less than ten
 * percent free" is never said too early.
 */
async function nearlyFull(
  manager: EntityManager,
  { id, freeBytes, totalSize }: Destination,
  freePercent: number,
): Promise<{ freeBytes: number; lastBackupBytes: number | null } | null> {
  if (freeBytes === null) return null;
  const last = await manager.findOne(BackupCopy, {
    select: { id: true, size: true },
    where: { destinationId: id, status: 'stored' },
    order: { storedAt: 'DESC', id: 'DESC' },
  });
  const lastBackupBytes = last?.size ?? null;
  const isShort = freeBytes * 100 < (freeBytes + totalSize) * freePercent;
  const hasNoRoom = lastBackupBytes !== null && freeBytes < 2 * lastBackupBytes;
  return isShort || hasNoRoom ? { freeBytes, lastBackupBytes } : null;
}
