import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { Backup } from '../../backups/backup.entity';
import type { StoredTotals } from '../../backups/transitions/stored-totals';
import { noteOccurrence } from '../../notifications/occurrence';
import type { Verdict } from './judge-copy';

export interface JudgedRow {
  readonly copyId: string;
  readonly level: number;
  /** Tells one finding from the next of the same copy. */
  readonly checkId: string;
}

export const copyDamaged = 'COPY_DAMAGED';
export const copyMissing = 'COPY_MISSING';

/** What a reading means for the copy and its backup, in the transaction that ends the reading. */
export async function writeVerdict(
  manager: EntityManager,
  totals: StoredTotals,
  row: JudgedRow,
  verdict: Verdict,
  now: Date,
): Promise<void> {
  const copy = await manager.findOneBy(BackupCopy, { id: row.copyId });
  // Whatever it has become meanwhile, its file isn't what is kept there any more.
  if (copy === null || !['stored', 'damaged', 'missing'].includes(copy.status)) return;
  switch (verdict.is) {
    case 'passed':
      return writePassed(manager, totals, copy, { ...row, ...verdict, now });
    case 'damaged':
      return writeDamaged(manager, totals, copy, { ...row, ...verdict, now });
    case 'missing':
      return writeMissing(manager, totals, copy, now);
  }
}

/** stored or damaged → missing. False: it isn't that any more. @param told false: whoever calls tells of all together */
export async function writeMissing(
  manager: EntityManager,
  totals: StoredTotals,
  copy: BackupCopy,
  now: Date,
  told = true,
): Promise<void> {
  const { id, status, destinationId, size } = copy;
  if (status === 'missing' || destinationId === null) return;
  const change = { status: 'missing', checkedAt: null, errorCode: copyMissing, errorText: missingText } as const;
  const { affected } = await manager.update(BackupCopy, { id, status }, change);
  if (affected !== 1) return;
  await totals.noteStored(manager, destinationId, { copies: -1, bytes: -(size ?? 0) });
  await forgetLevel(manager, copy.backupId);
  if (told && status === 'stored') await tell(manager, copy, 'copy.missing', id, {}, now);
}

const missingText = 'The file is not there any more.';

async function writePassed(
  manager: EntityManager,
  totals: StoredTotals,
  copy: BackupCopy,
  { level, sha256, size, now }: JudgedRow & { sha256: string; size: number; now: Date },
): Promise<void> {
  const { id, status, backupId, destinationId } = copy;
  const change = { status: 'stored', checkedAt: now, sha256, size, errorCode: null, errorText: null } as const;
  const { affected } = await manager.update(BackupCopy, { id, status }, change);
  if (affected !== 1 || destinationId === null) return;
  const bytes = status === 'missing' ? size : size - (copy.size ?? 0);
  await totals.noteStored(manager, destinationId, { copies: status === 'missing' ? 1 : 0, bytes });
  const backup = await manager.findOneByOrFail(Backup, { id: backupId });
  await manager.update(
    Backup,
    { id: backupId },
    {
      verifiedLevel: Math.max(backup.verifiedLevel, level),
      verifiedAt: now,
      // Of one that an import found it was not known before.
      ...(backup.sha256 === null ? { sha256 } : {}),
    },
  );
}

async function writeDamaged(
  manager: EntityManager,
  totals: StoredTotals,
  copy: BackupCopy,
  verdict: Extract<Verdict, { is: 'damaged' }> & JudgedRow & { now: Date },
): Promise<void> {
  const { id, status, destinationId, size } = copy;
  const { text, damage, now } = verdict;
  const change = { status: 'damaged', checkedAt: null, errorCode: copyDamaged, errorText: text } as const;
  const { affected } = await manager.update(BackupCopy, { id, status }, change);
  if (affected !== 1 || destinationId === null) return;
  if (status === 'missing') await totals.noteStored(manager, destinationId, { copies: 1, bytes: size ?? 0 });
  await forgetLevel(manager, copy.backupId);
  if (status !== 'stored') return;
  const [first] = verdict.findings;
  const facts = { damage, text, places: verdict.count, member: first?.member ?? null, table: first?.table ?? null };
  await tell(manager, copy, 'copy.damaged', verdict.checkId, facts, now);
}

/** Where no copy is left that was read and found right, nothing is proven any more. */
export async function forgetLevel(manager: EntityManager, backupId: string): Promise<void> {
  const proven = await manager
    .createQueryBuilder(BackupCopy, 'c')
    .where("c.backupId = :backupId AND c.status = 'stored' AND c.checkedAt IS NOT NULL", { backupId })
    .getCount();
  if (proven === 0) await manager.update(Backup, { id: backupId }, { verifiedLevel: 0, verifiedAt: null });
}

async function tell(
  manager: EntityManager,
  { id, backupId, destinationId, destinationName, key }: BackupCopy,
  kind: 'copy.damaged' | 'copy.missing',
  mark: string,
  facts: Record<string, string | number | null>,
  now: Date,
): Promise<void> {
  const { projectId, projectName } = await manager.findOneByOrFail(Backup, { id: backupId });
  await noteOccurrence(
    manager,
    {
      kind,
      key: `${kind}:${id}:${mark === id ? now.getTime() : mark}`,
      projectId,
      backupId,
      ...(destinationId === null ? {} : { destinationId }),
      facts: { project: projectName, destination: destinationName, file: key, ...facts },
    },
    now,
  );
}
