import { setImmediate } from 'node:timers/promises';
import { In, MoreThan, type EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { Backup } from '../../backups/backup.entity';
import { CopyLease } from '../../backups/copy-lease.entity';
import { isGoodCopy, isUnread, momentOf } from '../../backups/good/is-good';
import { Check } from '../../catalogue/check.entity';
import { lastOfNewest } from './last-of-newest';
import { assignedTo, setOf, type RetentionSet, type SetCopy, type SetId } from './retention-set';

/** Backups read at once; between two pages requests are answered. */
const pageSize = 200;

/** Only what is judged: `contents` and `progress` are large. */
const judged = [
  ...(['id', 'projectId', 'trigger', 'scheduleId', 'retentionSet', 'type', 'status', 'attempt', 'gaps'] as const),
  ...(['snapshotTime', 'startedAt', 'createdAt', 'verifiedLevel', 'locked'] as const),
] satisfies (keyof Backup)[];

/** Whose copies are loaded. */
export interface LoadedSets {
  readonly projectId: string;
  /** Left out: every place. */
  readonly destinationId?: string;
  /** Of the place only this set: a twentieth of the work where a project has twenty schedules. */
  readonly only?: SetId;
}

/**
 * Every copy of a project that lies somewhere (stored or damaged), by its set, the project's imported ones too.
 * @param manager of a transaction, where what it says is to hold
 */
export async function loadSets(
  manager: EntityManager,
  { projectId, destinationId, only }: LoadedSets,
  now: Date,
): Promise<RetentionSet[]> {
  const sets = new Map<string, { id: SetId; copies: SetCopy[] }>();
  const last = await lastOfNewest(manager, projectId, now);
  for await (const page of backupsOf(manager, projectId, only ?? null)) {
    const backups = new Map(page.map((backup) => [backup.id, backup]));
    const copies = await copiesOf(manager, [...backups.keys()], destinationId ?? null);
    const leased = await leasesOf(manager, copies, now);
    const damaged = await damagesOf(manager, copies);
    for (const copy of copies) {
      const backup = backups.get(copy.backupId);
      if (backup === undefined || copy.destinationId === null) continue;
      const id = setOf(backup, copy.destinationId);
      if (only !== undefined && id.key !== only.key) continue;
      const set = sets.get(id.key) ?? { id, copies: [] };
      sets.set(id.key, set);
      const facts = toFacts(backup, copy, { leased: leased.has(copy.id), lastOfNewest: last.has(copy.id) });
      const badSince = damaged.get(copy.id)?.getTime();
      set.copies.push(badSince === undefined ? facts : { ...facts, badSince });
    }
  }
  return [...sets.values()];
}

/** Page by page. With `only`: those that can be in that set, and some that aren't. */
async function* backupsOf(manager: EntityManager, projectId: string, only: SetId | null): AsyncGenerator<Backup[]> {
  for (const narrow of narrowings(only))
    for (let after: Backup | null = null; ;) {
      const page: Backup[] = await pageOfBackups(manager, projectId, narrow, after);
      yield page;
      after = page.at(-1) ?? null;
      if (page.length < pageSize || after === null) break;
      await setImmediate();
    }
}

interface Narrowing {
  readonly sql: string;
  readonly parameters: Record<string, string>;
}

/** A set's backups: one list, or two without a common member; each is answered by an index. */
function narrowings(only: SetId | null): Narrowing[] {
  if (only === null) return [{ sql: '1 = 1', parameters: {} }];
  const { scheduleId } = only;
  if (scheduleId === null) {
    const sql = "(b.scheduleId IS NULL OR b.retentionSet IS NOT NULL OR b.trigger IN ('safety', 'import'))";
    return [{ sql, parameters: {} }];
  }
  return [
    { sql: 'b.scheduleId = :scheduleId', parameters: { scheduleId } },
    {
      sql: 'b.retentionSet = :assigned AND (b.scheduleId IS NULL OR b.scheduleId <> :scheduleId)',
      parameters: { assigned: assignedTo(scheduleId), scheduleId },
    },
  ];
}

/** The newest first, by the index of a project's list or of a schedule's. */
async function pageOfBackups(
  manager: EntityManager,
  projectId: string,
  narrow: Narrowing,
  after: Backup | null,
): Promise<Backup[]> {
  const query = manager
    .createQueryBuilder(Backup, 'b')
    .select(judged.map((column) => `b.${column}`))
    .where('b.projectId = :projectId AND b.deletedAt IS NULL', { projectId })
    .andWhere(narrow.sql, narrow.parameters);
  if (after !== null) query.andWhere('(b.createdAt, b.id) < (:at, :id)', { at: after.createdAt, id: after.id });
  return query.orderBy('b.createdAt', 'DESC').addOrderBy('b.id', 'DESC').limit(pageSize).getMany();
}

/** Found by their backups, and by nothing else: an index by destination would be read as a whole for each page. */
async function copiesOf(
  manager: EntityManager,
  backupIds: string[],
  destinationId: string | null,
): Promise<BackupCopy[]> {
  const copies = await manager.find(BackupCopy, {
    select: {
      ...{ id: true, backupId: true, destinationId: true, attempt: true },
      ...{ status: true, size: true, key: true, objectLockedUntil: true, checkedAt: true },
    },
    where: { backupId: In(backupIds) },
  });
  return copies.filter(
    (copy) =>
      (copy.status === 'stored' || copy.status === 'damaged') &&
      copy.destinationId !== null &&
      (destinationId === null || copy.destinationId === destinationId),
  );
}

async function leasesOf(manager: EntityManager, copies: readonly BackupCopy[], now: Date): Promise<Set<string>> {
  const leases = await manager.find(CopyLease, {
    select: { id: true, copyId: true },
    where: { copyId: In(copies.map(({ id }) => id)), until: MoreThan(now) },
  });
  return new Set(leases.map(({ copyId }) => copyId));
}

/** When damaged ones were found to be so. */
async function damagesOf(manager: EntityManager, copies: readonly BackupCopy[]): Promise<Map<string, Date>> {
  const damaged = copies.filter(({ status }) => status === 'damaged');
  if (damaged.length === 0) return new Map();
  const checks = await manager.find(Check, {
    select: { id: true, copyId: true, finishedAt: true },
    where: { backupId: In(damaged.map(({ backupId }) => backupId)), status: 'damaged' },
    order: { finishedAt: 'ASC' },
  });
  return new Map(
    checks.flatMap(({ copyId, finishedAt }): [string, Date][] => (finishedAt === null ? [] : [[copyId, finishedAt]])),
  );
}

const toFacts = (backup: Backup, copy: BackupCopy, more: Pick<SetCopy, 'leased' | 'lastOfNewest'>): SetCopy => ({
  id: copy.id,
  backupId: copy.backupId,
  key: copy.key,
  isStored: copy.status === 'stored',
  at: momentOf(backup).getTime(),
  size: copy.size ?? 0,
  good: isGoodCopy(backup, copy),
  unread: isUnread(backup),
  // Another copy of it may have been checked, and not this one.
  level: copy.checkedAt === null ? 0 : backup.verifiedLevel,
  locked: backup.locked,
  lockedUntil: copy.objectLockedUntil?.getTime() ?? null,
  ...more,
});
