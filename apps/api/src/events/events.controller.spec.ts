import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { request } from 'undici';
import type { Actor } from '../accounts/access';
import { movableClock } from '../accounts/testing/movable-clock';
import { User } from '../accounts/user.entity';
import { insertDestination, insertProject } from '../backups/testing/rows';
import { until } from '../backups/testing/until';
import { apiToken, signIn, testEmail, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';
import { EventHub, type ApiEvent } from './event-hub';
import { standardSettings } from './event-settings';
import { EventStreams } from './event-streams';
import { readEvents, type EventReader } from './testing/event-reader';

describe('the stream of events', () => {
  let api: TestApi;
  let viewer: ApiClient;
  let streams: EventStreams;
  const readers: EventReader[] = [];

  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    viewer = await signIn(api, { role: 'viewer' });
    streams = api.app.get(EventStreams);
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.leave();
    await until(() => streams.size === 0);
  });
  afterAll(() => api.close());

  const open = async (options: Parameters<typeof readEvents>[2] = {}, client = viewer): Promise<EventReader> => {
    const reader = await readEvents(api, client, options);
    readers.push(reader);
    return reader;
  };
  const publish = (change: Partial<ApiEvent> = {}): void =>
    api.app.get(EventHub).publish({ type: 'backup.log', id: 'some', data: { text: 'x' }, ...change });

  it('is sent as it is, by every proxy', async () => {
    const { headers } = await open();
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(headers['content-length']).toBeUndefined();
  });

  it('tells what happens, numbered', async () => {
    const reader = await open();
    publish({ data: { text: 'first' } });
    publish({ type: 'project.changed', id: 'p', data: { id: 'p', name: 'Shop', deleted: false } });
    const [first, second] = [await reader.news(), await reader.news()];
    expect(first).toMatchObject({
      type: 'backup.log',
      data: { type: 'backup.log', id: 'some', data: { text: 'first' } },
    });
    expect(second).toMatchObject({ type: 'project.changed', data: { data: { name: 'Shop' } } });
    const [boot, n] = first.id.split('-');
    expect(boot).toMatch(/^[0-9a-f]{12}$/);
    expect(second.id).toBe(`${boot}-${Number(n) + 1}`);
  });

  it('tells of a backup that is asked for over REST', async () => {
    const operator = await signIn(api, { role: 'operator' });
    const project = await insertProject(api.database);
    const destination = await insertDestination(api.database);
    const reader = await open();
    const { body } = await operator.post<{ id: string }>('/backups', {
      projectId: project.id,
      destinations: [destination.id],
    });
    expect(await reader.news()).toMatchObject({
      type: 'backup.status',
      data: { id: body.id, data: { projectName: project.name, shownStatus: 'queued' } },
    });
  });

  it('begins with a ping, and who comes back with its id has missed nothing', async () => {
    const before = await open();
    const ping = await before.next();
    expect(ping).toMatchObject({ type: 'ping', id: streams.log.latestId, data: { at: expect.any(String) as string } });
    before.leave();
    publish({ data: { text: 'meanwhile' } });
    const back = await open({ lastEventId: ping.id });
    expect(await back.news()).toMatchObject({ data: { data: { text: 'meanwhile' } } });
  });

  it('P-EVENT-1 goes on where the reader was, by the header or by the query; the header counts', async () => {
    const reader = await open();
    for (const text of ['one', 'two', 'three']) publish({ data: { text } });
    const one = await reader.news();
    const two = await reader.news();
    const texts = async (options: Parameters<typeof readEvents>[2]) => {
      const back = await open(options);
      return ((await back.news()).data['data'] as { text: string }).text;
    };
    expect(await texts({ lastEventId: one.id })).toBe('two');
    expect(await texts({ query: `?lastEventId=${one.id}` })).toBe('two');
    expect(await texts({ query: `?lastEventId=${one.id}`, lastEventId: two.id })).toBe('three');
  });

  it('P-EVENT-2 says when everything is to be fetched again: after a restart, and when the gap is too large', async () => {
    const restarted = await open({ lastEventId: '0123456789ab-7' });
    expect(await restarted.next()).toMatchObject({
      type: 'reset',
      id: streams.log.latestId,
      data: { type: 'reset', reason: 'restarted' },
    });
    const { id } = await restarted.next();
    for (let i = 0; i <= standardSettings.keptEvents; i += 1) publish();
    const late = await open({ lastEventId: id });
    expect(await late.next()).toMatchObject({ type: 'reset', data: { reason: 'gap' } });
    publish({ data: { text: 'news' } });
    expect(await late.news()).toMatchObject({ data: { data: { text: 'news' } } });
  });

  it('takes any text for an id', async () => {
    for (const nonsense of ['x', '%00', `${'9'.repeat(400)}`])
      expect(await (await open({ lastEventId: nonsense })).next()).toMatchObject({ type: 'reset' });
    expect(await viewer.get(`/events?lastEventId=${'x'.repeat(41)}`)).toMatchObject({ status: 400 });
    expect(await viewer.get('/events?other=1')).toMatchObject({ status: 400 });
  });

  it('is pinged every 15 seconds', async () => {
    expect(standardSettings.pingMs).toBe(15_000);
    const reader = await open();
    await reader.next();
    await streams.tick();
    expect(await reader.next()).toMatchObject({ type: 'ping', id: streams.log.latestId });

    const fast = new EventStreams(
      new EventHub(),
      { of: () => Promise.resolve('viewer') },
      { ...standardSettings, pingMs: 1 },
    );
    const written: string[] = [];
    const response = Object.assign(new EventEmitter(), {
      write: (bytes: Buffer) => written.push(bytes.toString()) > 0,
    });
    fast.begin({} as Actor, response as unknown as ServerResponse, undefined);
    await until(() => written.length > 3);
    response.emit('close');
  });

  it('is read by API tokens, too', async () => {
    const reader = await open({}, await apiToken(api, 'viewer'));
    expect(await reader.next()).toMatchObject({ type: 'ping' });
  });

  it('answers HEAD by its headers only', async () => {
    const reply = await request(`${api.url}/events`, { method: 'HEAD', headers: viewer.headers });
    expect(reply.statusCode).toBe(200);
    expect(await reply.body.text()).toBe('');
    expect(streams.size).toBe(0);
  });

  it('P-EVENT-4 is cut off when the client does not read', async () => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined).pause();
    const { cookie } = viewer.headers;
    socket.write(`GET /api/events HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${cookie}\r\n\r\n`);
    await until(() => streams.size === 1);
    const text = 'x'.repeat(64 * 1024);
    // What the system's own buffers take is no memory of ours.
    await until(() => {
      publish({ data: { text } });
      return streams.size === 0;
    });
    socket.destroy();
  });

  it('is open at most twelve times for one user', async () => {
    for (let i = 0; i < standardSettings.streamsPerUser; i += 1) await open();
    expect(await viewer.get('/events')).toMatchObject({ status: 429, body: { code: 'TOO_MANY_STREAMS' } });
    await open({}, await signIn(api, { role: 'operator' }));
    readers[0]!.leave();
    await until(() => streams.size === standardSettings.streamsPerUser);
    await open();
  });

  describe('of somebody who may not read it any more', () => {
    const ends = async (reader: EventReader): Promise<void> => {
      expect(await reader.news()).toMatchObject({ type: 'end', data: { reason: 'signed_out' } });
      await reader.over();
    };

    it('P-EVENT-3 ends when the login session is ended', async () => {
      const client = await signIn(api, { role: 'viewer' });
      const [reader, other] = [await open({}, client), await open()];
      await streams.tick();
      await client.post('/accounts/logout');
      await streams.tick();
      await ends(reader);
      await other.next();
      expect(await other.next()).toMatchObject({ type: 'ping' });
    });

    it('P-EVENT-3 ends when the API token is revoked', async () => {
      const owner = await signIn(api);
      const wanted = { name: 'reader', scope: 'viewer' };
      const { body } = await owner.post<{ secret: string; token: { id: string } }>('/tokens', wanted);
      const client = { ...viewer, headers: { authorization: `Bearer ${body.secret}` } };
      const reader = await open({}, client);
      await owner.delete(`/tokens/${body.token.id}`);
      await streams.tick();
      await ends(reader);
    });

    it('P-EVENT-3 ends when the user is disabled', async () => {
      const client = await signIn(api, { role: 'operator' });
      const reader = await open({}, client);
      const disable = (disabled: boolean) =>
        api.database.write((manager) => manager.update(User, { emailKey: testEmail('operator') }, { disabled }));
      await disable(true);
      await streams.tick();
      await disable(false);
      await ends(reader);
    });

    it('P-EVENT-3 ends when nobody has used the login session for half an hour: the stream is no use of it', async () => {
      const clock = movableClock(api);
      const client = await signIn(api, { role: 'viewer' });
      clock.forward(20 * 60);
      const reader = await open({}, client);
      await streams.tick();
      clock.forward(11 * 60);
      await streams.tick();
      await ends(reader);
      expect(await client.get('/events')).toMatchObject({ status: 401 });
    });
  });
});

describe('a service that stops', () => {
  it('P-EVENT-5 ends every stream at once, and begins none', async () => {
    const api = await startTestApi();
    const client = await signIn(api);
    const reader = await readEvents(api, client);
    await reader.next();
    const streams = api.app.get(EventStreams);
    await streams.onModuleDestroy();
    expect(await reader.next()).toMatchObject({ type: 'end', data: { reason: 'stopping' } });
    await reader.over();
    expect(await client.get('/events')).toMatchObject({ status: 503, body: { code: 'NOT_READY' } });
    await api.close();
  });

  it('P-EVENT-5 is not held up by a client that holds its connection', async () => {
    const api = await startTestApi();
    const client = await signIn(api);
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined).pause();
    socket.write(`GET /api/events HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${client.headers['cookie']}\r\n\r\n`);
    await until(() => api.app.get(EventStreams).size === 1);
    await api.close();
    socket.destroy();
  });
});
