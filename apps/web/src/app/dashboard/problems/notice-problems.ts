import type { DashboardDto } from '../../api/models/dashboard-dto';
import type { LostCopyDto } from '../../api/models/lost-copy-dto';
import type { NoticesDto } from '../../api/models/notices-dto';
import { moment } from '../../format/moment';
import type { ProblemCard } from './problem-card';

/** What needs somebody beside the projects and destinations themselves: copies that were lost, deletions that wait, channels that are dead. */
export function noticeProblems({ projects, notices }: DashboardDto): readonly ProblemCard[] {
  // That the newest backup lacks a copy is told with its destination.
  const newest = new Set(projects.flatMap(({ lastGood }) => lastGood?.backupId ?? []));
  const lost = notices.copies.filter(({ backupId }) => !newest.has(backupId));
  const byPlace = Map.groupBy(lost, ({ destinationId, status }) => `${destinationId ?? ''} ${status}`);
  return [
    ...[...byPlace.values()].flatMap((copies) => lostCard(copies)),
    ...waitingCard(notices),
    ...notices.channels.map(channelCard),
  ];
}

function lostCard(copies: readonly LostCopyDto[]): ProblemCard[] {
  const [first] = copies;
  if (first === undefined) return [];
  const { destinationName: place, projectName, status, backupId } = first;
  const isDamaged = status === 'damaged';
  const one = isDamaged
    ? $localize`A copy of ${projectName}:project: at ${place}:destination: is damaged`
    : $localize`A copy of ${projectName}:project: at ${place}:destination: is gone`;
  const several = isDamaged
    ? $localize`${copies.length}:count: copies at ${place}:destination: are damaged`
    : $localize`${copies.length}:count: copies at ${place}:destination: are gone`;
  const when = moment(new Date(first.at));
  return [
    {
      id: `${first.copyId} lost`,
      tone: 'warn',
      icon: isDamaged ? 'damaged' : 'destinations',
      title: copies.length === 1 ? one : several,
      effect:
        copies.length === 1
          ? $localize`The backup of ${when}:time: can’t be restored from there.`
          : $localize`These backups can’t be restored from there; the newest is of ${when}:time:.`,
      code: isDamaged ? 'COPY_DAMAGED' : 'COPY_LOST',
      cure: { do: 'open', text: $localize`Show the backup`, link: ['/backups', backupId] },
    },
  ];
}

function waitingCard({ approvals }: NoticesDto): ProblemCard[] {
  const [first] = approvals;
  if (first === undefined) return [];
  const count = approvals.reduce((sum, each) => sum + each.count, 0);
  const names = [...new Set(approvals.map(({ destinationName }) => destinationName))];
  const places = new Intl.ListFormat('en-GB').format(names);
  return [
    {
      id: 'retention waits',
      tone: 'warn',
      icon: 'delete-pending',
      title:
        count === 1
          ? $localize`1 deletion at ${places}:destinations: waits for approval`
          : $localize`${count}:count: deletions at ${places}:destinations: wait for approval`,
      effect: $localize`A retention rule would delete more than usual. Nothing is deleted before an owner has approved the list.`,
      code: 'RETENTION_WAITING',
      cure: { do: 'open', text: $localize`See the list`, link: ['/schedules'] },
    },
  ];
}

function channelCard({ id, name, since, problem }: NoticesDto['channels'][number]): ProblemCard {
  return {
    id: `${id} failing`,
    tone: 'warn',
    icon: 'error',
    title: $localize`Nothing is delivered to ${name}:channel: since ${moment(new Date(since))}:time:`,
    effect: $localize`${problem}:problem: Backups go on, but nobody is told of them there.`,
    code: 'CHANNEL_FAILING',
    cure: { do: 'open', text: $localize`Open ${name}:channel:`, link: ['/settings/notifications', id] },
  };
}
