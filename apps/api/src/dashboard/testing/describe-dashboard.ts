import { BackupList } from '../../backups/records/backup-list';
import { ProgressHub } from '../../backups/progress/progress-hub';
import { insertDestination, insertProject } from '../../backups/testing/rows';
import type { Database } from '../../database/database';
import { EventHub } from '../../events/event-hub';
import { standardSettings } from '../../events/event-settings';
import { EventStreams } from '../../events/event-streams';
import { Project } from '../../projects/project.entity';
import { insertSchedule } from '../../scheduler/testing/insert-schedule';
import { Destination } from '../../storage/destination.entity';
import type { DashboardDto, DashboardProjectDto } from '../dashboard.dto';
import { Dashboard } from '../dashboard.service';
import { History } from '../history';
import { DestinationDay } from '../growth/destination-day.entity';
import { DestinationDays } from '../growth/destination-days';
import { Notices } from '../notices/notices';
import { FactsOfProjects } from '../project-facts';
import { insertApproval, insertChannel } from './insert-notices';
import { insertRun, type InsertedRun } from './insert-run';

const now = new Date('2026-11-28T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

/** What the dashboard says, on either engine. */
export function describeDashboard(open: () => Promise<Database>): void {
  let database: Database;
  let dashboard: Dashboard;
  let days: DestinationDays;
  let disk: { id: string; name: string };
  let cloud: { id: string; name: string };

  beforeAll(async () => {
    database = await open();
    const hub = new EventHub();
    const streams = new EventStreams(hub, { of: () => Promise.resolve('viewer') }, standardSettings);
    const facts = new FactsOfProjects(database, new BackupList(database));
    days = new DestinationDays(database);
    dashboard = new Dashboard(
      database,
      facts,
      new History(database),
      days,
      new Notices(database),
      new ProgressHub(database, hub, () => 0),
      streams,
    );
    disk = await insertDestination(database, 'Disk');
    cloud = await insertDestination(database, 'Cloud', { validationStatus: 'invalid', validationError: 'It is away.' });
  });
  afterAll(() => database.close());

  const everywhere = () => [
    { ...disk, status: 'stored' as const },
    { ...cloud, status: 'stored' as const },
  ];
  const project = async (...runs: Omit<InsertedRun, 'projectId'>[]): Promise<{ id: string; backups: string[] }> => {
    const { id } = await insertProject(database);
    await database.write((manager) => manager.update(Project, id, { createdAt: new Date('2026-11-10T12:00:00Z') }));
    const backups: string[] = [];
    for (const run of runs) backups.push(await insertRun(database, { projectId: id, copies: everywhere(), ...run }));
    return { id, backups };
  };
  const row = async (id: string, timeZone = 'UTC'): Promise<DashboardProjectDto> => {
    const { projects } = await dashboard.whole(timeZone, now);
    return projects.find((one) => one.id === id)!;
  };

  it('F33 believes no backup that is dated in the future, and sees what failed since', async () => {
    const { id, backups } = await project(
      { at: hoursAgo(200) },
      { at: hoursAgo(20), status: 'failed', errorText: 'It failed.' },
      { at: hoursAgo(-5_000) },
    );
    expect(await row(id)).toMatchObject({
      state: 'not_protected',
      reasons: [
        { code: 'TOO_OLD', backupId: backups[0] },
        { code: 'LAST_RUN_FAILED', backupId: backups[1] },
      ],
    });
  });

  it('names the last good backup: complete, of everything, and still somewhere', async () => {
    const { id, backups } = await project(
      { at: hoursAgo(60) },
      { at: hoursAgo(50), storedBytes: 2048, rawBytes: 9000, verifiedLevel: 1 },
      { at: hoursAgo(40), type: 'schema' },
      { at: hoursAgo(30), copies: [{ ...disk, status: 'missing' }] },
      { at: hoursAgo(25), deletedAt: now },
      { at: hoursAgo(20), status: 'cancelled' },
    );
    expect(await row(id)).toMatchObject({
      state: 'at_risk',
      reasons: [{ code: 'LATE', backupId: backups[1] }],
      lastGood: {
        backupId: backups[1],
        at: hoursAgo(50),
        shownStatus: 'complete',
        seconds: 300,
        rawBytes: 9000,
        storedBytes: 2048,
        verifiedLevel: 1,
        copies: [
          { destinationId: cloud.id, name: 'Cloud', type: 'local_mapped', status: 'stored' },
          { destinationId: disk.id, name: 'Disk', type: 'local_mapped', status: 'stored' },
        ],
      },
      live: null,
      nextRunAt: null,
    });
  });

  it('says why a project is at risk: the last run, gaps, a missing copy', async () => {
    const { id, backups } = await project(
      {
        at: hoursAgo(6),
        gaps: [{ component: 'cron', status: 'not_permitted', reason: 'x' }],
        copies: [
          { ...disk, status: 'stored' },
          { ...cloud, status: 'failed' },
        ],
      },
      { at: hoursAgo(5), status: 'failed', errorCode: 'HOST_DOWN', errorText: 'The server is away.', copies: [] },
    );
    expect(await row(id)).toMatchObject({
      state: 'at_risk',
      lastGood: { shownStatus: 'complete_with_gaps' },
      reasons: [
        { code: 'LAST_RUN_FAILED', text: 'The server is away.', backupId: backups[1] },
        { code: 'GAPS', text: 'The last good backup lacks what it should hold: cron.', backupId: backups[0] },
        { code: 'COPY_MISSING', text: 'The last good backup is not at Cloud.', destinationId: cloud.id },
      ],
    });
  });

  it('shows the worst result of each day, and nothing before the project', async () => {
    const day = (date: string, more: Partial<InsertedRun> = {}) => ({
      at: new Date(`2026-11-${date}T12:00:00Z`),
      ...more,
    });
    const gaps = [{ component: 'cron', status: 'failed', reason: 'x' }];
    const { id } = await project(
      day('11'),
      day('12'),
      day('12', { status: 'failed' }),
      day('13', { status: 'missed' }),
      day('14', { gaps }),
      day('15', {
        copies: [
          { ...disk, status: 'stored' },
          { ...cloud, status: 'damaged' },
        ],
      }),
      day('16', { status: 'cancelled' }),
      day('17', { status: 'interrupted' }),
      // Its first attempt lost a copy, its second one did not.
      day('18', { attempt: 2 }),
      day('19', { deletedAt: now }),
      day('28'),
      day('28', { status: 'running', startedAt: now, finishedAt: null, copies: [] }),
    );
    const { strip } = await row(id);
    expect(strip).toHaveLength(30);
    const before = Array.from({ length: 11 }, () => 'before');
    const nothing = Array.from({ length: 8 }, () => 'none');
    expect(strip.map(({ result }) => result)).toEqual([
      ...before,
      'none',
      ...['ok', 'failed', 'missed', 'gaps', 'gaps', 'none', 'failed', 'ok', 'ok'],
      ...nothing,
      'running',
    ]);
    expect(strip.map(({ runs }) => runs).slice(12, 18)).toEqual([1, 2, 1, 1, 1, 1]);
  });

  it('counts days in the zone that was asked for', async () => {
    const { id } = await project({ at: new Date('2026-11-26T23:30:00Z') });
    const results = async (zone: string) => (await row(id, zone)).strip.slice(-3).map(({ result }) => result);
    expect(await results('UTC')).toEqual(['ok', 'none', 'none']);
    expect(await results('Europe/Berlin')).toEqual(['none', 'ok', 'none']);
    expect((await dashboard.whole('Pacific/Kiritimati', now)).days.slice(-2)).toEqual(['2026-11-28', '2026-11-29']);
  });

  it('has sizes and durations of 90 days, of each the newest complete one', async () => {
    const at = (text: string): Date => new Date(`2026-${text}Z`);
    const { id } = await project(
      { at: at('08-30T12:00:00'), storedBytes: 1 },
      { at: at('08-31T12:00:00'), storedBytes: 2 },
      { at: at('11-27T03:00:00'), storedBytes: 3 },
      { at: at('11-27T04:00:00'), storedBytes: 4, finishedAt: at('11-27T04:00:07') },
      { at: at('11-27T05:00:00'), storedBytes: 5, status: 'failed' },
      { at: at('11-27T06:00:00'), storedBytes: 6, type: 'data' },
    );
    const { sizes, seconds } = await row(id);
    const nothing = Array.from({ length: 87 }, () => null);
    expect(sizes).toEqual([2, ...nothing, 4, null]);
    expect(seconds).toEqual([300, ...nothing, 7, null]);
  });

  it('tells what runs, how far it is, and what is due', async () => {
    const progress = { stage: 'data', percent: 16 };
    const { id, backups } = await project({
      at: hoursAgo(1),
      status: 'running',
      finishedAt: null,
      progress,
      copies: [],
    });
    await insertSchedule(database, { projectId: id, effectiveFrom: now, dueAt: hoursAgo(-2), enabled: true });
    await insertSchedule(database, { projectId: id, effectiveFrom: now, dueAt: hoursAgo(-1), enabled: false });
    await insertSchedule(database, { projectId: id, effectiveFrom: now, dueAt: hoursAgo(-14), enabled: true });
    const live = { backupId: backups[0], projectId: id, shownStatus: 'running', startedAt: hoursAgo(1), progress };
    expect(await row(id)).toMatchObject({ state: 'not_set_up', live, nextRunAt: hoursAgo(-2) });
    const summary = await dashboard.summary(now);
    expect(summary.live.find((one) => one.backupId === backups[0])).toMatchObject(live);
  });

  it('gives one verdict, the worst first, and knows nothing of deleted projects', async () => {
    const { id: gone } = await project({ at: hoursAgo(1), status: 'failed', copies: [] });
    await database.write((manager) => manager.update(Project, gone, { deletedAt: now }));
    const { id: bad } = await project({ at: hoursAgo(1), status: 'failed', copies: [] });
    const whole: DashboardDto = await dashboard.whole('UTC', now);
    const states = whole.projects.map(({ state }) => state);
    expect(whole.projects.map(({ id }) => id)).not.toContain(gone);
    // Of equal ones the names decide, which are made up here.
    expect(whole.projects.filter(({ state }) => state === 'not_protected')).toContainEqual(
      expect.objectContaining({ id: bad, lastGood: null }),
    );
    expect(whole.projects[0]).toMatchObject({ state: 'not_protected' });
    expect(whole.verdict.state).toBe('not_protected');
    for (const [state, count] of Object.entries(whole.verdict.counts))
      expect([state, states.filter((one) => one === state).length]).toEqual([state, count]);
    expect(whole.verdict.lastGoodAt).toEqual(now);
    expect(whole.verdict.nextRunAt).toEqual(hoursAgo(-2));
    expect((await dashboard.summary(now)).verdict).toEqual(whole.verdict);
  });

  it('P-DASHBOARD-20 says in how many days a destination is full, from what lay there day by day; older days are forgotten', async () => {
    const at = (daysBefore: number): Date => new Date(now.getTime() - daysBefore * 86_400_000);
    const put = async (totalSize: number, when: Date): Promise<void> => {
      await database.write((manager) => manager.update(Destination, disk.id, { totalSize, freeBytes: 2_500 }));
      await days.note(when, AbortSignal.timeout(60_000));
    };
    const left = async (): Promise<number | null> =>
      (await dashboard.whole('UTC', now)).destinations.find(({ id }) => id === disk.id)!.fullInDays;
    await put(9_999, at(120));
    await put(5_000, at(31));
    await put(400, at(20));
    // The same day once more: the later one counts.
    await put(500, at(20));
    await put(1_500, now);
    expect(await left()).toBe(50);
    const kept = await database.read.find(DestinationDay, { where: { destinationId: disk.id }, order: { day: 'ASC' } });
    expect(kept.map(({ day, storedBytes }) => [day, storedBytes])).toEqual([
      ['2026-10-28', 5_000],
      ['2026-11-08', 500],
      ['2026-11-28', 1_500],
    ]);
    await put(500, now);
    expect(await left()).toBeNull();
    await database.write((manager) => manager.update(Destination, disk.id, { totalSize: 0, freeBytes: null }));
  });

  it('P-DASHBOARD-21 names channels that nothing reaches, deletions that wait, and copies that were lost', async () => {
    const none = await dashboard.whole('UTC', now);
    expect([none.notices.channels, none.notices.approvals]).toEqual([[], []]);
    const { id, backups } = await project({
      at: hoursAgo(6),
      copies: [
        { ...disk, status: 'stored' },
        { ...cloud, status: 'damaged' },
      ],
    });
    await project({ at: hoursAgo(6), deletedAt: now, copies: [{ ...cloud, status: 'damaged' }] });
    const dead = { failingSince: hoursAgo(50), lastErrorText: 'Nobody answers there.' };
    const channel = await insertChannel(database, { name: 'Ops', ...dead });
    await insertChannel(database, { name: 'Off', enabled: false, ...dead });
    await insertChannel(database, { name: 'Well' });
    const approval = await insertApproval(database, { projectId: id, destinationId: disk.id, count: 9 });
    await insertApproval(database, { projectId: id, destinationId: disk.id, count: 8, state: 'approved' });
    const { notices } = await dashboard.whole('UTC', now);
    expect(notices.channels).toEqual([
      { id: channel, name: 'Ops', since: hoursAgo(50), problem: 'Nobody answers there.' },
    ]);
    expect(notices.approvals).toMatchObject([{ id: approval, destinationName: 'Disk', count: 9 }]);
    expect(notices.copies[0]).toMatchObject({
      backupId: backups[0],
      destinationId: cloud.id,
      destinationName: 'Cloud',
      status: 'damaged',
      at: hoursAgo(6),
    });
    expect(notices.copies.filter(({ at }) => at.getTime() === hoursAgo(6).getTime())).toHaveLength(1);
  });

  it('lists destinations with their state', async () => {
    const { destinations } = await dashboard.whole('UTC', now);
    expect(destinations).toMatchObject([
      { id: cloud.id, name: 'Cloud', state: 'probe_failed', problem: 'It is away.' },
      { id: disk.id, name: 'Disk', state: 'ready', problem: null, availableSpace: null },
    ]);
  });
}
