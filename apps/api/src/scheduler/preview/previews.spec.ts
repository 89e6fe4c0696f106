import { Backup } from '../../backups/backup.entity';
import { insertDestination, insertProject } from '../../backups/testing/rows';
import { insertRun } from '../../dashboard/testing/insert-run';
import { Database } from '../../database/database';
import { Project } from '../../projects/project.entity';
import { defaultRule } from '../../retention/rule';
import { signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import type { ScheduleDto } from '../schedule.dto';
import type { SchedulePreviewDto } from './preview.dto';

const gigabyte = 1_000_000_000;

describe('the preview of a schedule', () => {
  let api: TestApi;
  let owner: ApiClient;
  let destinationIds: string[];
  let now = new Date();
  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api);
    destinationIds = [(await insertDestination(api.database)).id, (await insertDestination(api.database)).id];
    // The one clock that all of it goes by.
    api.app.get(Database).now = () => Promise.resolve(now);
  });
  afterAll(() => api.close());

  const preview = async (body: object): Promise<SchedulePreviewDto> => {
    const reply = await owner.post<SchedulePreviewDto>('/schedules/preview', { timeZone: 'Europe/Berlin', ...body });
    expect(reply).toMatchObject({ status: 200 });
    return reply.body;
  };
  const at = (text: string): void => {
    now = new Date(text);
  };

  it('P-SCHED-12 shows ten runs by the clock of the zone, and flags a night whose clock skips the time', async () => {
    at('2027-03-26T12:00:00Z');
    const { runs, smallestGapSeconds, eitherDay, cost, runsPerMonth } = await preview({ cron: '30 2 * * *' });
    expect(runs).toHaveLength(10);
    expect(runs.slice(0, 3)).toEqual([
      run('2027-03-27T01:30:00.000Z', '2027-03-27T02:30', '+01:00', 6),
      { ...run('2027-03-28T01:00:00.000Z', '2027-03-28T03:00', '+02:00', 0), dst: 'gap', intended: '02:30' },
      run('2027-03-29T00:30:00.000Z', '2027-03-29T02:30', '+02:00', 1),
    ]);
    expect([smallestGapSeconds, eitherDay, cost, runsPerMonth]).toEqual([23.5 * 3_600, false, null, 30]);
  });

  it('P-SCHED-12 flags a time that comes twice: run once, or twice where it is an interval', async () => {
    at('2026-10-24T23:00:00Z');
    expect((await preview({ cron: '30 2 * * *', count: 2 })).runs).toEqual([
      { ...run('2026-10-25T00:30:00.000Z', '2026-10-25T02:30', '+02:00', 0), dst: 'repeat' },
      run('2026-10-26T01:30:00.000Z', '2026-10-26T02:30', '+01:00', 1),
    ]);
    const hourly = (await preview({ cron: '30 * * * *', count: 4 })).runs;
    expect(hourly.map(({ local, offset, dst, runsTwice }) => [local.slice(11), offset, dst, runsTwice])).toEqual([
      ['01:30', '+02:00', null, false],
      ['02:30', '+02:00', 'repeat', true],
      ['02:30', '+01:00', 'repeat', true],
      ['03:30', '+01:00', null, false],
    ]);
  });

  it('shows what a blackout window puts off and leaves out', async () => {
    at('2026-11-20T12:00:00Z');
    const nights = await preview({
      cron: '30 2 * * *',
      count: 2,
      blackout: [{ from: '22:00', to: '05:00', days: [5] }],
    });
    expect(nights.runs).toMatchObject([
      { local: '2026-11-21T05:00', movedFromLocal: '2026-11-21T02:30', movedFrom: '2026-11-21T01:30:00.000Z' },
      { local: '2026-11-22T02:30', movedFromLocal: null, movedFrom: null },
    ]);
    const hours = await preview({ cron: '0 * * * *', count: 3, blackout: [{ from: '14:00', to: '18:00', days: [] }] });
    expect(hours.runs.map(({ local, movedFrom }) => [local.slice(11), movedFrom])).toEqual([
      ['18:00', '2026-11-20T13:00:00.000Z'],
      ['19:00', null],
      ['20:00', null],
    ]);
    expect([nights.inBlackout, hours.inBlackout]).toEqual([1, 4]);
  });

  it('H25 says that a day and a weekday are either one, and shows both', async () => {
    at('2026-11-20T12:00:00Z');
    const { runs, eitherDay } = await preview({ cron: '0 0 13 * 5', timeZone: 'UTC', count: 5 });
    expect(eitherDay).toBe(true);
    expect(runs.map(({ local }) => local.slice(0, 10))).toEqual([
      '2026-11-27',
      '2026-12-04',
      '2026-12-11',
      '2026-12-13',
      '2026-12-18',
    ]);
  });

  describe('with its cost', () => {
    let project: { id: string };
    beforeEach(async () => {
      at('2026-11-20T12:00:00Z');
      project = await insertProject(api.database);
      await api.database.write((manager) =>
        manager.update(Project, { id: project.id }, { ref: 'abcdefghijklmnopqrst' }),
      );
      const sizes = { rawBytes: 10 * gigabyte, storedBytes: 2 * gigabyte };
      await insertRun(api.database, { projectId: project.id, at: new Date('2026-11-19T02:30:00Z'), ...sizes });
    });

    const nightly = { cron: '30 2 * * *', timeZone: 'UTC' };

    it('P-SCHED-13 knows what a month would read, by the last backup, and what the plan includes', async () => {
      const { cost } = await preview({
        ...nightly,
        projectId: project.id,
        destinationIds,
        retention: { ...defaultRule, daily: 10, weekly: 0, monthly: 0 },
      });
      expect(cost).toEqual({
        bytesPerRun: 10 * gigabyte,
        runsPerMonth: 30,
        egressPerMonth: 300 * gigabyte,
        egressOfOthers: 0,
        plan: 'pro',
        quotaBytes: 250 * gigabyte,
        overQuota: true,
        kept: 10,
        storedBytes: 2 * 10 * 2 * gigabyte,
      });
    });

    it('says nothing of a project without any backup', async () => {
      const { id } = await insertProject(api.database);
      const { cost } = await preview({ ...nightly, projectId: id, plan: 'free' });
      expect(cost).toMatchObject({
        bytesPerRun: null,
        egressPerMonth: null,
        storedBytes: null,
        overQuota: false,
        quotaBytes: 5 * gigabyte,
      });
    });

    it('P-SCHED-13 saves one that reads more than the plan includes only when that is accepted', async () => {
      const body = { ...nightly, projectId: project.id, destinationIds };
      const refused = await owner.post<{ cost: object }>('/schedules', body);
      expect(refused).toMatchObject({
        status: 409,
        body: {
          code: 'SCHEDULE_OVER_QUOTA',
          detail: expect.stringMatching(/would read about 300 GB a month; its plan includes 250 GB\.$/) as string,
          cost: { egressPerMonth: 300 * gigabyte, quotaBytes: 250 * gigabyte },
        },
      });
      const saved = await owner.post<ScheduleDto>('/schedules', { ...body, acceptCost: true });
      expect(saved).toMatchObject({ status: 201, body: { plan: 'pro' } });
      // Another name costs nothing; another rule does.
      const { id } = saved.body;
      expect((await owner.patch(`/schedules/${id}`, { version: 1, name: 'Each night' })).status).toBe(200);
      expect((await owner.patch(`/schedules/${id}`, { version: 2, cron: '30 3 * * *' })).status).toBe(409);
      expect((await owner.patch(`/schedules/${id}`, { version: 2, cron: '30 3 * * 1' })).status).toBe(200);
    });

    it('counts the other schedules of the project with it, but not the one that is changed, nor paused ones', async () => {
      const body = { ...nightly, projectId: project.id, destinationIds, plan: 'team', quotaBytes: 400 * gigabyte };
      const first = (await owner.post<ScheduleDto>('/schedules', body)).body;
      const seen = async (change: object = {}): Promise<unknown> => {
        const { cost } = await preview({ ...nightly, projectId: project.id, quotaBytes: 400 * gigabyte, ...change });
        return [cost?.egressOfOthers, cost?.overQuota, cost?.plan];
      };
      expect(await seen()).toEqual([300 * gigabyte, true, 'team']);
      expect(await seen({ scheduleId: first.id, plan: 'team' })).toEqual([0, false, 'team']);
      await owner.post(`/schedules/${first.id}/pause`);
      expect(await seen()).toEqual([0, false, 'team']);
    });

    it('goes by backups of the same type', async () => {
      await insertRun(api.database, { projectId: project.id, at: now, type: 'schema', rawBytes: 1_000 });
      await insertRun(api.database, { projectId: project.id, at: now, status: 'failed', rawBytes: null });
      expect((await preview({ ...nightly, projectId: project.id, type: 'schema' })).cost).toMatchObject({
        bytesPerRun: 1_000,
      });
      expect((await preview({ ...nightly, projectId: project.id })).cost).toMatchObject({ bytesPerRun: 10 * gigabyte });
      expect(await api.database.read.countBy(Backup, { projectId: project.id })).toBe(3);
    });
  });

  it('comes with presets that can be saved as they are', async () => {
    const { body } = await owner.get<{ presets: { cron: string }[]; timeZones: string[]; minMinutes: number }>(
      '/schedules/presets',
    );
    expect(body.timeZones).toContain('Europe/Berlin');
    expect(body.minMinutes).toBe(5);
    const { id: projectId } = await insertProject(api.database);
    for (const preset of body.presets) {
      const { title, ...rest } = preset as { title: string; name: string; cron: string };
      const saved = await owner.post<ScheduleDto>('/schedules', {
        ...rest,
        name: undefined,
        timeZone: 'UTC',
        projectId,
        destinationIds,
      });
      expect(saved).toMatchObject({ status: 201, body: { name: title, cron: rest.cron } });
    }
  });
});

const run = (at: string, local: string, offset: string, weekday: number): object => ({
  at,
  local,
  offset,
  weekday,
  dst: null,
  intended: null,
  runsTwice: false,
  movedFrom: null,
  movedFromLocal: null,
});
