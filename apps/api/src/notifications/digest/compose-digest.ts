import type { ProjectState } from '../../dashboard/protection';
import { shown } from '../../names/shown';
import type { Message, MessageField, Tone } from '../message/message';
import { bytesText, countText, instantText } from '../message/words';
import type { RunCounts } from './digest-facts';

export interface DigestProject {
  readonly name: string;
  readonly state: ProjectState;
  /** One sentence; null: nothing is to be said. */
  readonly reason: string | null;
}

export interface DigestFacts {
  readonly id: string;
  readonly from: Date;
  readonly at: Date;
  readonly rhythm: 'daily' | 'weekly' | 'off';
  /** The worst first. */
  readonly projects: readonly DigestProject[];
  readonly runs: RunCounts;
  /** At all destinations, bytes. */
  readonly totalBytes: number;
  readonly nextRunAt: Date | null;
}

/** Words of ux.md §4. */
const stateWords: Readonly<Record<ProjectState, string>> = {
  protected: 'Protected',
  at_risk: 'At risk',
  not_protected: 'Not protected',
  not_set_up: 'Not set up',
  paused: 'Paused',
};

/** More would not fit into every channel. */
const mostProjects = 7;

/** How all projects are, and what was done: never greener than the facts. */
export function composeDigest(facts: DigestFacts, timeZone: string, publicUrl: URL): Message {
  const { id, at, projects, runs, totalBytes, nextRunAt } = facts;
  const worst = projects.filter(({ state }) => state !== 'protected');
  const [first] = worst;
  const shownProjects = (worst.length > 0 ? worst : projects).slice(0, mostProjects);
  const left = (worst.length > 0 ? worst : projects).length - shownProjects.length;
  const fields: MessageField[] = [
    ...shownProjects.map(({ name, state, reason }) => ({
      label: shown(name),
      value: reason === null ? stateWords[state] : `${stateWords[state]}: ${shown(reason, 300)}`,
    })),
    ...(left > 0 ? [{ label: 'Further projects', value: String(left) }] : []),
    { label: 'Stored in all', value: bytesText(totalBytes) },
    ...(nextRunAt === null ? [] : [{ label: 'Next backup', value: instantText(nextRunAt, timeZone) }]),
  ];
  return {
    id,
    kind: 'service.digest',
    tone: toneOf(projects),
    at: at.toISOString(),
    subject: subjectOf(projects),
    text: `Since ${instantText(facts.from, timeZone)}: ${runsText(runs)}.`,
    effect: null,
    nextStep: first === undefined || first.state === 'paused' ? null : `Look at ${shown(first.name)} first.`,
    fields,
    link: publicUrl.href,
    ids: { project: null, backup: null, destination: null, schedule: null },
  };
}

function subjectOf(projects: readonly DigestProject[]): string {
  const count = (state: ProjectState): number => projects.filter((project) => project.state === state).length;
  const all = projects.length;
  if (all === 0) return 'There is no project yet';
  const bad = count('not_protected');
  if (bad > 0) return `${bad} of ${countText(all, 'project', 'projects')} ${bad === 1 ? 'is' : 'are'} not protected`;
  const risky = count('at_risk');
  if (risky > 0) return `${risky} of ${countText(all, 'project', 'projects')} ${risky === 1 ? 'is' : 'are'} at risk`;
  const good = count('protected');
  if (good === all) return all === 1 ? 'The project is protected' : `All ${all} projects are protected`;
  return `${good} of ${countText(all, 'project', 'projects')} ${good === 1 ? 'is' : 'are'} protected`;
}

function toneOf(projects: readonly DigestProject[]): Tone {
  if (projects.some(({ state }) => state === 'not_protected')) return 'bad';
  if (projects.some(({ state }) => state === 'at_risk')) return 'warn';
  return projects.length > 0 && projects.every(({ state }) => state === 'protected') ? 'ok' : 'info';
}

function runsText({ stored, withGaps, failed, missed, bytes }: RunCounts): string {
  const gaps = withGaps === 0 ? '' : `, ${withGaps} of them with gaps`;
  return [
    `${countText(stored, 'backup', 'backups')} stored (${bytesText(bytes)}${gaps})`,
    `${failed} failed`,
    `${missed} missed`,
  ].join(', ');
}
