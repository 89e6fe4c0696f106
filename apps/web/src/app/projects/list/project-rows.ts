import type { DashboardProjectDto } from '../../api/models/dashboard-project-dto';
import type { ProjectDto } from '../../api/models/project-dto';
import type { Word } from '../../states/words';

export interface ProjectRow {
  readonly project: ProjectDto;
  readonly word: Word;
  /** Null: not judged yet. */
  readonly state: DashboardProjectDto | null;
  readonly rank: number;
}

export const sorts = ['state', 'name', 'last'] as const;
export type Sort = (typeof sorts)[number];

/** What the address says; anything else is the usual: bad first. */
export const sortOf = (text: string | undefined): Sort => sorts.find((sort) => sort === text) ?? 'state';

const compare: Record<Sort, (a: ProjectRow, b: ProjectRow) => number> = {
  state: (a, b) => a.rank - b.rank,
  name: () => 0,
  // The oldest first: it needs somebody most.
  last: (a, b) => (a.state?.lastGood?.at ?? '').localeCompare(b.state?.lastGood?.at ?? ''),
};

export const sortRows = (rows: readonly ProjectRow[], sort: Sort): ProjectRow[] =>
  [...rows].sort((a, b) => compare[sort](a, b) || a.project.name.localeCompare(b.project.name));

/** Whose name, reference or host holds the text. */
export function filterRows(rows: readonly ProjectRow[], text: string): ProjectRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(({ project: { name, ref, connection } }) =>
    [name, ref ?? '', connection.host].some((shown) => shown.toLowerCase().includes(wanted)),
  );
}
