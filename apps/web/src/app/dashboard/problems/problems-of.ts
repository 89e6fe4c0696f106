import type { DashboardDto } from '../../api/models/dashboard-dto';
import { destinationProblems } from './destination-problems';
import { noticeProblems } from './notice-problems';
import type { ProblemCard } from './problem-card';
import { projectProblems } from './project-problems';

/** Everything that needs somebody, what weighs most first. A copy that is missing is told once a destination, not once a project. */
export function problemsOf(dashboard: DashboardDto, now: Date): readonly ProblemCard[] {
  const all = [
    ...dashboard.projects.flatMap((project) => projectProblems(project, now)),
    ...destinationProblems(dashboard),
    ...noticeProblems(dashboard),
  ];
  return [...all.filter(({ tone }) => tone === 'bad'), ...all.filter(({ tone }) => tone === 'warn')];
}
