import type { Problem } from '../api/models/problem';
import type { TestCheckDto } from '../api/models/test-check-dto';

/** The checks of a destination that wasn't saved because its test failed; null: another problem. */
export function refusedChecks(problem: Problem): TestCheckDto[] | null {
  const { checks } = problem as Problem & { checks?: TestCheckDto[] };
  return problem.code === 'DESTINATION_PROBE_FAILED' && checks !== undefined ? checks : null;
}

/** The same problem for people: the service's next step is for programs. */
export function forPeople(problem: Problem): Problem {
  const failed = refusedChecks(problem)?.find(({ status }) => status === 'failed');
  if (failed === undefined) return problem;
  return { ...problem, nextStep: failed.nextStep ?? $localize`Mend what its probe names, then try again.` };
}
