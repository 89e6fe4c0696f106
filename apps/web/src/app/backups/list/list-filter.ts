import type { BackupStatus } from '../../api/models/backup-status';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import type { BackupType } from '../../api/models/backup-type';
import type { ShownStatus } from '../../api/models/shown-status';
import { runWords } from '../../states/words';
import { rangeOf } from './day';

/** What the list shows: everything in it stands in the address. */
export interface ListFilter {
  readonly project: string | null;
  readonly status: ShownStatus | null;
  readonly type: BackupType | null;
  /** `2026-11-24`: asked for on that day. */
  readonly day: string | null;
  readonly search: string;
  readonly deleted: boolean;
}

export const noFilter: ListFilter = { project: null, status: null, type: null, day: null, search: '', deleted: false };

/** The states to choose from; one that is finishing counts as running. */
export const statusChoices = (Object.keys(runWords) as ShownStatus[]).filter((status) => status !== 'finishing');

export const typeWords: Readonly<Record<BackupType, string>> = {
  full: $localize`Everything`,
  schema: $localize`Schema only`,
  data: $localize`Data only`,
};

export const isShown = (value: string | undefined): value is ShownStatus => value !== undefined && value in runWords;
export const isType = (value: string | undefined): value is BackupType => value !== undefined && value in typeWords;

/** The states of the service to ask for; undefined: all. What they are shown as depends on the copies, so it is looked at here. */
export function askedStatuses({ status }: ListFilter): readonly (BackupStatus | undefined)[] {
  switch (status) {
    case null:
      return [undefined];
    case 'running':
    case 'finishing':
      return ['running', 'committing'];
    case 'complete':
    case 'complete_with_gaps':
    case 'partly_stored':
      return ['succeeded'];
    case 'queued':
    case 'failed':
    case 'cancelled':
    case 'interrupted':
    case 'missed':
      return [status];
  }
}

/** Whether the service can't filter it all, so that more pages may be needed for a few matches. */
export const needsLooking = ({ status, search }: ListFilter): boolean =>
  search !== '' || status === 'complete' || status === 'complete_with_gaps' || status === 'partly_stored';

export function matches(filter: ListFilter, backup: BackupSummaryDto): boolean {
  const { project, status, type, day, search, deleted } = filter;
  const shown = backup.shownStatus === 'finishing' ? 'running' : backup.shownStatus;
  return (
    (project === null || backup.projectId === project) &&
    (status === null || shown === status) &&
    (type === null || backup.type === type) &&
    (day === null || isOn(day, backup.createdAt)) &&
    deleted === (backup.deletedAt !== null) &&
    (search === '' || textsOf(backup).some((text) => text.toLowerCase().includes(search.toLowerCase())))
  );
}

function isOn(day: string, at: string): boolean {
  const { from, to } = rangeOf(day);
  return new Date(at) >= from && new Date(at) < to;
}

/** What the search looks at. */
const textsOf = ({ id, projectName, notes, requestedBy, error, copies, gaps }: BackupSummaryDto): string[] => [
  id,
  projectName,
  notes,
  requestedBy ?? '',
  error?.code ?? '',
  error?.text ?? '',
  ...copies.flatMap(({ destinationName, key }) => [destinationName, key ?? '']),
  ...gaps.map(({ component }) => component),
];
