import type { Api } from '../../api/api';
import { listBackups } from '../../api/fn/backups/list-backups';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import { isWhole } from '../run/is-live';

/** What a deletion leaves of one project. */
export interface Stays {
  readonly projectId: string;
  readonly projectName: string;
  /** How many of its backups go. */
  readonly going: number;
  /** Whole backups that stay. */
  readonly staying: number;
  /** There may be more of them than were counted. */
  readonly atLeast: boolean;
  /** Asked for at; null: none stays. */
  readonly newest: string | null;
  /** A whole backup goes, and none stays. */
  readonly isLast: boolean;
}

const looked = 200;

/** By project, in the order of the backups. */
export async function whatStays(api: Api, backups: readonly BackupSummaryDto[]): Promise<Stays[]> {
  const going = new Set(backups.map(({ id }) => id));
  const projects = [...Map.groupBy(backups, ({ projectId }) => projectId)];
  return Promise.all(
    projects.map(async ([project, own]): Promise<Stays> => {
      const { items, next } = await api.invoke(listBackups, { project, status: 'succeeded', limit: looked });
      const staying = items.filter(({ id }) => !going.has(id));
      return {
        projectId: project,
        projectName: own[0]?.projectName ?? '',
        going: own.length,
        staying: staying.length,
        atLeast: next !== null,
        newest: staying[0]?.createdAt ?? null,
        isLast: staying.length === 0 && next === null && own.some(isWhole),
      };
    }),
  );
}

/** Why one can't be deleted now; null: it can. */
export function whyKept({ shownStatus, locked, deletedAt }: BackupSummaryDto): string | null {
  if (deletedAt !== null) return $localize`It is deleted already.`;
  if (locked) return $localize`It is locked: unlock it first.`;
  if (shownStatus === 'queued' || shownStatus === 'running' || shownStatus === 'finishing')
    return $localize`It is under way: cancel it first.`;
  return null;
}
