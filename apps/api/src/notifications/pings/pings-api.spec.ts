import { insertProject } from '../../backups/testing/rows';
import { insertSchedule } from '../../scheduler/testing/insert-schedule';
import { signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import type { ChannelTestDto } from '../records/channel.dto';
import { startHttpSink, type HttpSink } from '../testing/http-sink';
import type { SchedulePingDto } from './schedule-ping.dto';

describe('ping addresses over the API', () => {
  let api: TestApi;
  let owner: ApiClient;
  let sink: HttpSink;
  let path: string;
  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api);
    sink = await startHttpSink();
  });
  afterAll(async () => {
    await api.close();
    await sink.close();
  });
  beforeEach(async () => {
    sink.requests.splice(0);
    const { id: projectId } = await insertProject(api.database);
    const { id } = await insertSchedule(api.database, { projectId, effectiveFrom: new Date() });
    path = `/notifications/pings/${id}`;
  });

  it('are stored, tested, changed and removed, and never given back', async () => {
    const url = `${sink.url}/c4nary-ping-address`;
    const saved = await owner.put<SchedulePingDto>(path, { url });
    expect(saved).toMatchObject({
      status: 200,
      body: { url: { set: true, hint: 'ress' }, tellsStart: true, version: 1 },
    });
    const test = await owner.post<ChannelTestDto>(`${path}/test`);
    expect(test).toMatchObject({ status: 200, body: { state: 'delivered' } });
    expect(sink.requests[0]!.path).toMatch(/^\/c4nary-ping-address\?rid=[0-9a-f-]{36}$/);
    expect((await owner.get<SchedulePingDto>(path)).body.lastDelivery).toMatchObject({ state: 'delivered' });
    expect((await owner.put(path, { tellsStart: false, version: 1 })).body).toMatchObject({
      tellsStart: false,
      version: 2,
    });
    expect(await owner.put(path, { tellsStart: true, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'STALE_VERSION' },
    });
    expect((await owner.post<ChannelTestDto>(`${path}/test`)).body.state).toBe('delivered');
    const all = [saved, test, await owner.get('/notifications/pings'), await owner.get('/audit')];
    expect(JSON.stringify(all)).not.toContain('c4nary');
    expect((await owner.delete(path)).status).toBe(204);
    expect(await owner.get(path)).toMatchObject({ status: 404, body: { code: 'PING_NOT_FOUND' } });
  });

  it.each([
    ['no address', {}],
    ['another protocol', { url: 'ftp://ping.example/' }],
    ['a login', { url: 'https://a:b@ping.example/' }],
    ['a metadata service', { url: 'http://169.254.169.254/latest' }],
    ['no URL', { url: 'ping' }],
  ])('H48 %s is refused', async (_, body) => {
    expect(await owner.put(path, body)).toMatchObject({
      status: 400,
      body: { code: 'PING_URL_INVALID', field: 'url' },
    });
  });

  it('are for schedules that there are, and for owners to change', async () => {
    const nowhere = '/notifications/pings/3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a10';
    expect(await owner.put(nowhere, { url: sink.url })).toMatchObject({
      status: 404,
      body: { code: 'PING_SCHEDULE_NOT_FOUND' },
    });
    const operator = await signIn(api, { role: 'operator' });
    expect((await operator.put(path, { url: sink.url })).status).toBe(403);
    expect((await operator.get('/notifications/pings')).status).toBe(200);
  });
});
