import type { DashboardDestinationDto } from '../../api/models/dashboard-destination-dto';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import type { DashboardProjectDto } from '../../api/models/dashboard-project-dto';
import { bytes } from '../../format/bytes';
import { reauthRequired } from '../../destinations/trouble/needs-sign-in';
import type { ProblemCard } from './problem-card';

/** The last good backups that aren't where they should be. */
interface Lack {
  readonly destination: DashboardDestinationDto | null;
  readonly name: string;
  readonly projects: readonly DashboardProjectDto[];
}

/** Destinations that lack a copy, and those that will lack the next. */
export function destinationProblems({ projects, destinations }: DashboardDto): readonly ProblemCard[] {
  const lacks = lacksOf(projects, destinations);
  const known = new Set(lacks.map(({ destination }) => destination?.id));
  const others = destinations.filter(
    ({ id, state, problemCode }) =>
      !known.has(id) && (state === 'full' || state === 'probe_failed' || (problemCode !== null && state !== 'paused')),
  );
  return [...lacks.map(missingCard), ...others.map(troubledCard)];
}

function lacksOf(
  projects: readonly DashboardProjectDto[],
  destinations: readonly DashboardDestinationDto[],
): readonly Lack[] {
  const by = new Map<
    string,
    { destination: DashboardDestinationDto | null; name: string; projects: DashboardProjectDto[] }
  >();
  for (const project of projects)
    for (const { code, destinationId } of project.reasons) {
      if (code !== 'COPY_MISSING') continue;
      const copy = project.lastGood?.copies.find((one) => one.destinationId === destinationId);
      const destination = destinations.find(({ id }) => id === destinationId) ?? null;
      const name = destination?.name ?? copy?.name ?? $localize`a destination that is gone`;
      const lack = by.get(destinationId ?? name) ?? { destination, name, projects: [] };
      by.set(destinationId ?? name, lack);
      lack.projects.push(project);
    }
  return [...by.values()];
}

function missingCard({ destination, name, projects }: Lack): ProblemCard {
  const [first] = projects;
  const what =
    projects.length === 1 && first !== undefined
      ? $localize`the newest copy of ${first.name} is missing there`
      : $localize`the newest copies of ${projects.length} projects are missing there`;
  const common = { id: `${destination?.id ?? name} lacks`, tone: 'warn', code: 'COPY_MISSING' } as const;
  const effect = [destination === null ? '' : whyOf(destination, projects), safeAt(projects)];
  const text = effect.filter((part) => part !== '').join(' ');
  if (destination !== null && isToMend(destination))
    return {
      ...common,
      icon: 'destinations',
      title: `${troubleOf(destination)}: ${what}`,
      effect: text,
      cure: cureOf(destination),
    };
  return {
    ...common,
    icon: 'destinations',
    title: `${name}: ${what}`,
    effect: text,
    cure: {
      do: 'open',
      text: $localize`Show the backup`,
      link: ['/backups', first?.lastGood?.backupId ?? ''],
    },
  };
}

function troubledCard(destination: DashboardDestinationDto): ProblemCard {
  return {
    id: `${destination.id} troubled`,
    tone: 'warn',
    icon: 'destinations',
    title: troubleOf(destination),
    effect: [whyOf(destination, []), $localize`The next copies for it can’t be stored there.`]
      .filter((part) => part !== '')
      .join(' '),
    code: codeOf(destination),
    cure: cureOf(destination),
  };
}

/** Whether the destination itself is what keeps the copy from being made again. */
const isToMend = ({ state, problemCode }: DashboardDestinationDto): boolean =>
  problemCode === reauthRequired || (state !== 'ready' && state !== 'unknown');

function codeOf({ state, problemCode }: DashboardDestinationDto): ProblemCard['code'] {
  if (problemCode === reauthRequired) return reauthRequired;
  if (state === 'full') return 'DESTINATION_FULL';
  return state === 'ready' ? 'DESTINATION_TROUBLED' : 'PROBE_FAILED';
}

function troubleOf({ name, state, problemCode }: DashboardDestinationDto): string {
  if (problemCode === reauthRequired) return $localize`${name} needs a new sign-in`;
  if (state === 'full') return $localize`${name} is full`;
  if (state === 'ready') return $localize`${name} had a problem`;
  return state === 'paused' ? $localize`${name} is paused` : $localize`${name} fails its probe`;
}

function whyOf(
  { state, availableSpace, problem }: DashboardDestinationDto,
  projects: readonly DashboardProjectDto[],
): string {
  if (state === 'probe_failed' || (state === 'ready' && problem !== null)) return problem ?? '';
  if (state !== 'full' || availableSpace === null) return '';
  const needed = Math.max(0, ...projects.map(({ lastGood }) => lastGood?.storedBytes ?? 0));
  return needed === 0
    ? $localize`${bytes(availableSpace)} are free.`
    : $localize`${bytes(availableSpace)} are free, the next copy needs ${bytes(needed)}.`;
}

/** Every last good backup lies somewhere. */
function safeAt(projects: readonly DashboardProjectDto[]): string {
  const names = new Set(
    projects.flatMap(({ lastGood }) =>
      (lastGood?.copies ?? [])
        .filter(({ status }) => status === 'stored' || status === 'delivered')
        .map(({ name }) => name),
    ),
  );
  const list = new Intl.ListFormat('en-GB').format(names);
  return projects.length === 1
    ? $localize`The backup itself is safe at ${list}.`
    : $localize`The backups themselves are safe at ${list}.`;
}

function cureOf({ id, name, state, problemCode }: DashboardDestinationDto): ProblemCard['cure'] {
  const link = ['/destinations', id];
  if (problemCode === reauthRequired) return { do: 'open', text: $localize`Sign in again at ${name}`, link };
  return { do: 'open', text: state === 'full' ? $localize`Free space at ${name}` : $localize`Open ${name}`, link };
}
