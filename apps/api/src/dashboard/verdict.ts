import { projectStates, type ProjectState } from './protection';

export interface Verdict {
  /** The worst of all projects; a new or paused one makes no other worse. */
  readonly state: ProjectState;
  readonly counts: Readonly<Record<ProjectState, number>>;
  readonly lastGoodAt: Date | null;
  readonly nextRunAt: Date | null;
}

interface Judged {
  readonly state: ProjectState;
  readonly lastGoodAt: Date | null;
  readonly nextRunAt: Date | null;
}

/** The worst first. */
const order: readonly ProjectState[] = ['not_protected', 'at_risk', 'protected', 'paused', 'not_set_up'];

export function verdictOf(projects: readonly Judged[]): Verdict {
  const counts = Object.fromEntries(projectStates.map((state) => [state, 0])) as Record<ProjectState, number>;
  for (const { state } of projects) counts[state] += 1;
  const times = (list: readonly (Date | null)[]): number[] =>
    list.filter((at) => at !== null).map((at) => at.getTime());
  const good = times(projects.map(({ lastGoodAt }) => lastGoodAt));
  const next = times(projects.map(({ nextRunAt }) => nextRunAt));
  return {
    state: order.find((state) => counts[state] > 0) ?? 'not_set_up',
    counts,
    lastGoodAt: good.length === 0 ? null : new Date(Math.max(...good)),
    nextRunAt: next.length === 0 ? null : new Date(Math.min(...next)),
  };
}

/** Bad first, then by name. */
export const badFirst = (a: { state: ProjectState; name: string }, b: { state: ProjectState; name: string }): number =>
  order.indexOf(a.state) - order.indexOf(b.state) || a.name.localeCompare(b.name);
