import { In, IsNull, MoreThan, type EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { Backup } from '../../backups/backup.entity';
import { CopyLease } from '../../backups/copy-lease.entity';
import { isGoodCopy, momentOf } from '../../backups/good/is-good';
import { lastOfNewest } from './last-of-newest';
import { setOf, type RetentionSet, type SetCopy, type SetId } from './retention-set';

/** Rows read at once. */
const pageSize = 400;

/** Only what is judged: `contents` and `progress` are large. */
const judged = [
  ...(['id', 'projectId', 'trigger', 'scheduleId', 'retentionSet', 'type', 'status', 'attempt', 'gaps'] as const),
  ...(['snapshotTime', 'startedAt', 'createdAt', 'verifiedLevel', 'locked'] as const),
] satisfies (keyof Backup)[];

/**
 * Every copy of a project that lies somewhere (stored or damaged), by its set, the project's imported ones too.
 * @param manager of a transaction, where what it says is to hold
 */
export async function loadSets(
  manager: EntityManager,
  { projectId, destinationId }: { readonly projectId: string; readonly destinationId?: string },
  now: Date,
): Promise<RetentionSet[]> {
  const sets = new Map<string, { id: SetId; copies: SetCopy[] }>();
  const last = await lastOfNewest(manager, projectId, now);
  for (let after: string | null = null; ;) {
    const page: BackupCopy[] = await pageOfCopies(manager, projectId, destinationId ?? null, after);
    const backups = await backupsOf(manager, page);
    const leased = await leasesOf(manager, page, now);
    for (const copy of page) {
      const backup = backups.get(copy.backupId);
      if (backup === undefined || copy.destinationId === null) continue;
      const id = setOf(backup, copy.destinationId);
      const set = sets.get(id.key) ?? { id, copies: [] };
      sets.set(id.key, set);
      set.copies.push(toFacts(backup, copy, { leased: leased.has(copy.id), lastOfNewest: last.has(copy.id) }));
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < pageSize || after === null) return [...sets.values()];
  }
}

async function pageOfCopies(
  manager: EntityManager,
  projectId: string,
  destinationId: string | null,
  after: string | null,
): Promise<BackupCopy[]> {
  const query = manager
    .createQueryBuilder(BackupCopy, 'c')
    .select(['id', 'backupId', 'destinationId', 'attempt', 'status', 'size', 'key', 'objectLockedUntil'].map(of('c')))
    .innerJoin(Backup, 'b', 'b.id = c.backupId')
    .where('b.projectId = :projectId AND b.deletedAt IS NULL', { projectId })
    .andWhere("c.status IN ('stored', 'damaged') AND c.destinationId IS NOT NULL");
  if (destinationId !== null) query.andWhere('c.destinationId = :destinationId', { destinationId });
  if (after !== null) query.andWhere('c.id > :after', { after });
  return query.orderBy('c.id', 'ASC').limit(pageSize).getMany();
}

const of =
  (alias: string) =>
  (column: string): string =>
    `${alias}.${column}`;

async function backupsOf(manager: EntityManager, copies: readonly BackupCopy[]): Promise<Map<string, Backup>> {
  const ids = [...new Set(copies.map(({ backupId }) => backupId))];
  const rows = await manager
    .createQueryBuilder(Backup, 'b')
    .select(judged.map(of('b')))
    .where({ id: In(ids), deletedAt: IsNull() })
    .getMany();
  return new Map(rows.map((row) => [row.id, row]));
}

async function leasesOf(manager: EntityManager, copies: readonly BackupCopy[], now: Date): Promise<Set<string>> {
  const leases = await manager.find(CopyLease, {
    select: { id: true, copyId: true },
    where: { copyId: In(copies.map(({ id }) => id)), until: MoreThan(now) },
  });
  return new Set(leases.map(({ copyId }) => copyId));
}

const toFacts = (backup: Backup, copy: BackupCopy, more: Pick<SetCopy, 'leased' | 'lastOfNewest'>): SetCopy => ({
  id: copy.id,
  backupId: copy.backupId,
  key: copy.key,
  isStored: copy.status === 'stored',
  at: momentOf(backup).getTime(),
  size: copy.size ?? 0,
  good: isGoodCopy(backup, copy),
  level: backup.verifiedLevel,
  locked: backup.locked,
  lockedUntil: copy.objectLockedUntil?.getTime() ?? null,
  ...more,
});
