import type { DashboardProjectDto } from '../../api/models/dashboard-project-dto';
import type { StateReasonDto } from '../../api/models/state-reason-dto';
import { span } from '../../format/duration';
import { moment } from '../../format/moment';
import type { Cure, ProblemCard } from './problem-card';

type Reason = StateReasonDto;

/** Of one project: that there is no new backup, by its first reason, and what the last good one lacks. */
export function projectProblems(project: DashboardProjectDto, now: Date): readonly ProblemCard[] {
  const tone = project.state === 'not_protected' ? 'bad' : 'warn';
  if (project.state !== 'not_protected' && project.state !== 'at_risk') return [];
  const failed = project.reasons.find(({ code }) => code === 'LAST_RUN_FAILED');
  const missed = project.reasons.find(({ code }) => code === 'LAST_RUN_MISSED');
  const old = project.reasons.find(({ code }) => ['NO_GOOD_BACKUP', 'TOO_OLD', 'LATE'].includes(code));
  const gaps = project.reasons.find(({ code }) => code === 'GAPS');
  const cards: ProblemCard[] = [];
  if (failed !== undefined) cards.push(failedCard(project, failed, tone));
  else if (missed !== undefined) cards.push(missedCard(project, missed, tone));
  else if (old !== undefined) cards.push(oldCard(project, old, tone, now));
  if (gaps !== undefined) cards.push(gapsCard(project, gaps));
  return cards;
}

function failedCard(project: DashboardProjectDto, { text, backupId }: Reason, tone: ProblemCard['tone']): ProblemCard {
  return {
    id: `${project.id} failed`,
    tone,
    icon: 'error',
    title: $localize`The last backup of ${project.name} failed`,
    effect: `${text} ${untouched(project)}`,
    code: 'LAST_RUN_FAILED',
    cure: open($localize`Show why`, backupId, project),
  };
}

function missedCard(project: DashboardProjectDto, { text, code }: Reason, tone: ProblemCard['tone']): ProblemCard {
  return {
    id: `${project.id} missed`,
    tone,
    icon: 'clock',
    title: $localize`The last planned backup of ${project.name} was not made`,
    effect: `${text} ${untouched(project)}`,
    code,
    cure: { do: 'back up', text: $localize`Back up ${project.name}`, projectId: project.id },
  };
}

function oldCard(project: DashboardProjectDto, { code }: Reason, tone: ProblemCard['tone'], now: Date): ProblemCard {
  const { id, name, lastGood } = project;
  const cure = { do: 'back up', text: $localize`Back up ${name}`, projectId: id } as const;
  const common = { id: `${id} old`, tone, icon: 'clock', code, cure } as const;
  if (lastGood === null) return { ...common, title: $localize`${name} has no good backup`, effect: untouched(project) };
  return {
    ...common,
    title: $localize`${name} has had no good backup for ${span(new Date(lastGood.at), now)}`,
    effect: $localize`A restore now would bring back the data of ${moment(new Date(lastGood.at), now)}.`,
  };
}

function gapsCard(project: DashboardProjectDto, { text, backupId }: Reason): ProblemCard {
  return {
    id: `${project.id} gaps`,
    tone: 'warn',
    icon: 'warning',
    title: $localize`The last good backup of ${project.name} has gaps`,
    effect: text,
    code: 'GAPS',
    cure: open($localize`Show what is missing`, backupId, project),
  };
}

function untouched({ lastGood }: DashboardProjectDto): string {
  return lastGood === null
    ? $localize`There is nothing to restore from.`
    : $localize`The backup of ${moment(new Date(lastGood.at))} is untouched.`;
}

const open = (text: string, backupId: string | null, { id }: DashboardProjectDto): Cure => ({
  do: 'open',
  text,
  link: backupId === null ? ['/projects', id] : ['/backups', backupId],
});
