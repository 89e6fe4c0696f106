import type { ProjectState } from '../../api/models/project-state';
import type { StateCountsDto } from '../../api/models/state-counts-dto';

/**
 * The verdict in one sentence: first what needs somebody. "1 of 4 projects is not protected, 2 are at risk."
 * @param only the name of the project, where there is but one
 */
export function headline(counts: StateCountsDto, only: string | null): string {
  const all = (Object.values(counts) as number[]).reduce((sum, count) => sum + count, 0);
  const groups = shownGroups(counts);
  const [first, ...others] = groups;
  if (first === undefined) return $localize`No project is connected yet.`;
  if (all === 1) return alone(first.state, only ?? $localize`The project`);
  if (first.count === all) return together(first.state, all);
  return `${[ofAll(first, all), ...others.map(another)].join(', ')}.`;
}

interface Group {
  readonly state: ProjectState;
  readonly count: number;
}

/** What is well, off or new is said only where nothing needs somebody: the bad news is not to be searched for. */
function shownGroups(counts: StateCountsDto): readonly Group[] {
  const groupOf = (state: ProjectState): readonly Group[] =>
    counts[state] > 0 ? [{ state, count: counts[state] }] : [];
  const urgent = [...groupOf('not_protected'), ...groupOf('at_risk')];
  return urgent.length > 0 ? urgent : [...groupOf('protected'), ...groupOf('paused'), ...groupOf('not_set_up')];
}

function alone(state: ProjectState, name: string): string {
  switch (state) {
    case 'protected':
      return $localize`${name} is protected.`;
    case 'at_risk':
      return $localize`${name} is at risk.`;
    case 'not_protected':
      return $localize`${name} is not protected.`;
    case 'paused':
      return $localize`${name} is paused.`;
    case 'not_set_up':
      return $localize`${name} is not set up.`;
  }
}

/** "All 4 are not protected" could be read as "some are". */
function together(state: ProjectState, all: number): string {
  const two = all === 2;
  switch (state) {
    case 'protected':
      return two ? $localize`Both projects are protected.` : $localize`All ${all} projects are protected.`;
    case 'at_risk':
      return two ? $localize`Both projects are at risk.` : $localize`All ${all} projects are at risk.`;
    case 'not_protected':
      return two ? $localize`Neither project is protected.` : $localize`None of the ${all} projects is protected.`;
    case 'paused':
      return two ? $localize`Both projects are paused.` : $localize`All ${all} projects are paused.`;
    case 'not_set_up':
      return two ? $localize`Neither project is set up.` : $localize`None of the ${all} projects is set up.`;
  }
}

function ofAll({ state, count }: Group, all: number): string {
  const is = count === 1;
  switch (state) {
    case 'protected':
      return is ? $localize`1 of ${all} projects is protected` : $localize`${count} of ${all} projects are protected`;
    case 'at_risk':
      return is ? $localize`1 of ${all} projects is at risk` : $localize`${count} of ${all} projects are at risk`;
    case 'not_protected':
      return is
        ? $localize`1 of ${all} projects is not protected`
        : $localize`${count} of ${all} projects are not protected`;
    case 'paused':
      return is ? $localize`1 of ${all} projects is paused` : $localize`${count} of ${all} projects are paused`;
    case 'not_set_up':
      return is ? $localize`1 of ${all} projects is not set up` : $localize`${count} of ${all} projects are not set up`;
  }
}

function another({ state, count }: Group): string {
  switch (state) {
    case 'protected':
      return count === 1 ? $localize`1 is protected` : $localize`${count} are protected`;
    case 'at_risk':
      return count === 1 ? $localize`1 is at risk` : $localize`${count} are at risk`;
    case 'not_protected':
      return count === 1 ? $localize`1 is not protected` : $localize`${count} are not protected`;
    case 'paused':
      return count === 1 ? $localize`1 is paused` : $localize`${count} are paused`;
    case 'not_set_up':
      return count === 1 ? $localize`1 is not set up` : $localize`${count} are not set up`;
  }
}
