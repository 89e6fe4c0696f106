import { moment } from '../../format/moment';
import type { LostCopyDto } from '../../api/models/lost-copy-dto';
import type { NoticesDto } from '../../api/models/notices-dto';
import { aDashboard, aProject, aReason, hoursAgo, now } from '../testing/dashboards';
import { problemsOf } from './problems-of';

const nothing: NoticesDto = { channels: [], approvals: [], copies: [] };
const told = (notices: Partial<NoticesDto>, ...projects: ReturnType<typeof aProject>[]) =>
  problemsOf({ ...aDashboard(projects), notices: { ...nothing, ...notices } }, now).map(
    ({ tone, title, effect, code, cure }) => [
      `${tone} ${code}: ${title}`,
      effect,
      cure.text,
      cure.do === 'open' ? cure.link.join('/') : `back up ${cure.projectId}`,
    ],
  );
const lost = (change: Partial<LostCopyDto> = {}): LostCopyDto => ({
  copyId: 'c9',
  backupId: 'b9',
  projectName: 'shop',
  destinationId: 'd2',
  destinationName: 'Cloud',
  status: 'damaged',
  at: hoursAgo(30),
  ...change,
});
const when = (hours: number): string => moment(new Date(hoursAgo(hours)));

describe('P-WEB-516 what needs somebody besides projects and destinations', () => {
  it('a channel that nothing reaches: since when, why, and the way to mend it', () => {
    const channels = [{ id: 'n1', name: 'Ops', since: hoursAgo(50), problem: 'The receiver knows nothing there.' }];
    expect(told({ channels })).toEqual([
      [
        `warn CHANNEL_FAILING: Nothing is delivered to Ops since ${when(50)}`,
        'The receiver knows nothing there. Backups go on, but nobody is told of them there.',
        'Open Ops',
        '/settings/notifications/n1',
      ],
    ]);
  });

  it('deletions that wait for approval: one card, however many lists there are', () => {
    const list = { projectName: 'shop', destinationName: 'NAS', since: hoursAgo(2) };
    expect(
      told({
        approvals: [
          { id: 'a1', ...list, count: 9 },
          { id: 'a2', ...list, count: 3 },
        ],
      }),
    ).toEqual([
      [
        'warn RETENTION_WAITING: 12 deletions at NAS wait for approval',
        'A retention rule would delete more than usual. Nothing is deleted before an owner has approved the list.',
        'See the list',
        '/schedules',
      ],
    ]);
    expect(told({ approvals: [{ id: 'a1', ...list, count: 1 }] })[0]?.[0]).toContain('1 deletion at NAS waits');
  });

  it('copies that a check found damaged or gone, once a destination; that of the newest backup is told as missing there', () => {
    expect(told({ copies: [lost()] })).toEqual([
      [
        'warn COPY_DAMAGED: A copy of shop at Cloud is damaged',
        `The backup of ${when(30)} can’t be restored from there.`,
        'Show the backup',
        '/backups/b9',
      ],
    ]);
    const several = [lost(), lost({ copyId: 'c8', backupId: 'b8', at: hoursAgo(54) }), lost({ status: 'missing' })];
    expect(told({ copies: several }).map(([title]) => title)).toEqual([
      'warn COPY_DAMAGED: 2 copies at Cloud are damaged',
      'warn COPY_LOST: A copy of shop at Cloud is gone',
    ]);
    expect(told({ copies: [lost({ backupId: 'b1' })] }, aProject('shop'))).toEqual([]);
  });

  it('a backup that was missed: why, that the last good one is untouched, and a button that makes one', () => {
    const text = 'Another backup of the project still went on.';
    const reasons = [aReason('LAST_RUN_MISSED', { backupId: 'b9', text })];
    expect(told({}, aProject('shop', { state: 'at_risk', reasons }))).toEqual([
      [
        'warn LAST_RUN_MISSED: The last planned backup of shop was not made',
        `${text} The backup of ${when(6)} is untouched.`,
        'Back up shop',
        'back up shop',
      ],
    ]);
  });
});
