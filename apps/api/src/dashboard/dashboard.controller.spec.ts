import { movableClock } from '../accounts/testing/movable-clock';
import { EventHub } from '../events/event-hub';
import { readEvents } from '../events/testing/event-reader';
import { apiToken, signIn, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';
import type { DashboardDto, SummaryDto } from './dashboard.dto';
import { lastDays } from './days';
import { History } from './history';
import { FactsOfProjects } from './project-facts';
import { insertManyBackups } from './testing/many-backups';

describe('the dashboard over REST', () => {
  let api: TestApi;
  let viewer: ApiClient;
  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    viewer = await apiToken(api, 'viewer');
  });
  afterAll(() => api.close());

  it('says of a new service that nothing is set up', async () => {
    const { status, body } = await viewer.get<DashboardDto>('/dashboard');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      timeZone: 'UTC',
      verdict: { state: 'not_set_up', counts: { protected: 0, at_risk: 0 }, lastGoodAt: null, nextRunAt: null },
      projects: [],
      destinations: [],
    });
    expect(body.days).toHaveLength(90);
    expect((await viewer.get('/summary')).body).toMatchObject({ verdict: { state: 'not_set_up' }, live: [] });
  });

  it('takes the name of a time zone, and nothing else', async () => {
    expect(await viewer.get('/dashboard?timeZone=America/New_York')).toMatchObject({ status: 200 });
    const problem = expect.objectContaining({ field: 'timeZone' }) as object;
    for (const wrong of ['', '+01:00', 'Mars/Olympus', "UTC'", `${'A'.repeat(70)}`, 'UTC&timeZone=UTC'])
      expect(await viewer.get(`/dashboard?timeZone=${encodeURI(wrong)}`)).toMatchObject({
        status: 400,
        body: { code: 'INVALID_INPUT', errors: expect.arrayContaining([problem]) as object[] },
      });
  });

  it('names the event from which the stream goes on without a hole', async () => {
    const { latestEvent } = (await viewer.get<DashboardDto>('/dashboard')).body;
    api.app.get(EventHub).publish({ type: 'project.changed', id: 'p', data: {} });
    const reader = await readEvents(api, viewer, { query: `?lastEventId=${latestEvent}` });
    expect(await reader.news()).toMatchObject({ type: 'project.changed' });
    reader.leave();
    expect((await viewer.get<SummaryDto>('/summary')).body.latestEvent).not.toBe(latestEvent);
  });

  it('keeps no login session alive by the summary that hidden pages ask for', async () => {
    const clock = movableClock(api);
    const client = await signIn(api);
    for (let minutes = 0; minutes < 29; minutes += 7) {
      expect((await client.get('/summary')).status).toBe(200);
      clock.forward(7 * 60);
    }
    expect((await client.get('/summary')).status).toBe(401);
  });

  it('P-DASHBOARD-2 reads ranges of indexes that begin with the project, however many backups there are', async () => {
    const now = new Date();
    await insertManyBackups(api.database, 20, 100, now);
    const days = lastDays(3, 'UTC', now);
    const [history, facts] = [api.app.get(History), api.app.get(FactsOfProjects)];
    const steps = async (query: string): Promise<string[]> => {
      const plan = await api.database.read.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${query}`);
      return plan.map(({ detail }) => detail).filter((detail) => /\b(b|x|c)\b/.test(detail));
    };
    expect(await steps(history.runsQuery(days))).toEqual([
      'SEARCH b USING COVERING INDEX backups_project (project_id=? AND created_at>? AND created_at<?)',
    ]);
    expect(await steps(history.sizesQuery(days))).toEqual([
      'SEARCH b USING INDEX sqlite_autoindex_backups_1 (id=?)',
      expect.stringMatching(/INDEX backups_project \(project_id=\? AND created_at>\? AND created_at<\?\)$/),
    ]);
    expect(await steps(history.gapsQuery(days))).toEqual([
      expect.stringContaining('USING INDEX backups_gaps (project_id=? AND created_at>? AND created_at<?)'),
    ]);
    expect(await steps(history.missingCopiesQuery(now))).toEqual([
      'SEARCH c USING INDEX backup_copies_lacking (status=? AND created_at>?)',
      'SEARCH b USING INDEX sqlite_autoindex_backups_1 (id=?)',
    ]);
    for (const step of await steps(facts.projectsQuery(now)))
      expect(step).toMatch(/(backups_project|backups_one_live) \(project_id=\?|backup_copies_backup \(backup_id=\?/);
    const { body } = await viewer.get<DashboardDto>('/dashboard');
    expect(body.projects).toHaveLength(20);
    expect(body.verdict.state).toBe('protected');
  });
});
