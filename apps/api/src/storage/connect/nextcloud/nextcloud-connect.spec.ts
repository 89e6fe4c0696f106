import { scriptedHttp, type RecordedRequest, type ScriptedHttp, type ScriptedReply } from '@stowbase/storage/testing';
import { movableClock, type MovableClock } from '../../../accounts/testing/movable-clock';
import { apiToken, signIn, type Reply } from '../../../testing/api-client';
import { Canaries } from '../../../testing/canary';
import { textLike } from '../../testing/matchers';
import type { ConnectStateDto } from '../connect-state.dto';
import { PendingCredentials } from '../pending-credentials.service';
import { startConnectWorld, type ConnectWorld } from '../testing/connect-world';
import type { NextcloudLoginDto } from './nextcloud-connect.dto';

const path = '/storage/connect/nextcloud';
const granted = { server: 'https://ignored.example', loginName: 'ada', appPassword: 'c4nary-app-password-25-long' };
const token = 'c4nary-token-of-the-poll';

describe('connecting a Nextcloud account', () => {
  let server: ScriptedHttp;
  let world: ConnectWorld;
  let clock: MovableClock;
  let isGranted: boolean;
  beforeAll(async () => {
    world = await startConnectWorld();
    clock = movableClock(world.api);
  });
  beforeEach(async () => {
    isGranted = false;
    server = await scriptedHttp(loginFlow);
  });
  afterEach(() => server.stop());
  afterAll(() => world.close());

  const json = (body: unknown, status = 200): ScriptedReply => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const offer = (more: object = {}, poll: object = {}): ScriptedReply =>
    json({
      poll: { token, endpoint: `${server.url}/login/v2/poll`, ...poll },
      login: `${server.url}/login/v2/flow/page`,
      ...more,
    });
  /** As the server manual says: 404 until it is granted, then 200 once. */
  function loginFlow({ method, url, body }: RecordedRequest): ScriptedReply {
    if (method !== 'POST') return { status: 405 };
    if (url === '/index.php/login/v2') return offer();
    if (url !== '/login/v2/poll' || body.toString() !== `token=${token}` || !isGranted) return json([], 404);
    isGranted = false;
    return json(granted);
  }
  const begin = async (url = server.url) => {
    const { status, body } = await world.ask<NextcloudLoginDto>(`POST ${path}`, { url });
    expect(status).toBe(201);
    return body;
  };
  const ask = async (id: string) => {
    clock.forward(1);
    return world.ask<ConnectStateDto>(`POST ${path}/${id}`);
  };
  const polls = () => server.requests.filter(({ url }) => url === '/login/v2/poll').length;
  const over = { status: 404, body: { code: 'CONNECT_UNKNOWN' } };

  it('P-CONNECT-8 sends the user to the login page of that server, under our name', async () => {
    const { id, loginUrl } = await begin(`${server.url}/remote.php/dav/files/ada`);
    expect(loginUrl).toBe(`${server.url}/login/v2/flow/page`);
    expect(server.requests[0]).toMatchObject({
      url: '/index.php/login/v2',
      headers: { 'user-agent': 'Stowbase', 'content-length': '0' },
    });
    expect((await ask(id)).body).toEqual({ status: 'waiting', connected: null, problem: null });
  });

  it('P-CONNECT-8 ends with an app password in the service, and its id and the login name in the browser', async () => {
    const { id } = await begin();
    isGranted = true;
    const { body } = await ask(id);
    expect(body).toMatchObject({ status: 'done', connected: { account: 'ada' } });
    const credentialsId = body.connected!.credentialsId;
    const pending = world.api.app.get(PendingCredentials);
    const show = (config: object) => pending.show({ credentialsId, config: { ...config } }, 'nextcloud', world.actor);
    const login = { username: 'ada', password: granted.appPassword };
    expect(show({ username: 'typed earlier' })).toEqual({ url: server.url, ...login });
    const folder = `${server.url}/remote.php/dav/files/ada/Backups`;
    expect(show({ url: folder })).toEqual({ url: folder, ...login });
    expect(() => show({ url: 'https://thief.example' })).toThrow('another address');
    expect(() => show({ url: server.url.replace('127.0.0.1', 'localhost') })).toThrow('another address');
    const [newest] = (await world.owner.get<{ items: object[] }>('/audit')).body.items;
    expect(newest).toMatchObject({ action: 'destination.connect', objectName: 'ada' });
  });

  it('P-CONNECT-8 keeps what the server tells only once, when the reply to the browser is lost', async () => {
    const { id } = await begin();
    isGranted = true;
    const replies: Reply<ConnectStateDto>[] = await Promise.all([ask(id), ask(id), ask(id)]);
    replies.push(await ask(id));
    expect(polls()).toBe(1);
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(replies[3]?.body.status).toBe('done');
  });

  it('P-CONNECT-8 asks the server once for each question, and at most once a second', async () => {
    const { id } = await begin();
    for (let each = 0; each < 5; each += 1) await world.ask(`POST ${path}/${id}`);
    expect(polls()).toBe(1);
    await ask(id);
    expect(polls()).toBe(2);
  });

  it('P-CONNECT-8 goes on when the server is away for a moment, and says so meanwhile', async () => {
    const { id } = await begin();
    server.answer({ instead: 'reset' });
    const { body } = await ask(id);
    expect(body).toMatchObject({ status: 'waiting', problem: { detail: textLike('closed before') } });
    server.answer({ status: 503 });
    expect((await ask(id)).body).toEqual({ status: 'waiting', connected: null, problem: null });
    server.answer(loginFlow);
    isGranted = true;
    expect((await ask(id)).body.status).toBe('done');
  });

  it('P-CONNECT-8 is over after twenty minutes, when it is cancelled, and for everybody else', async () => {
    const [{ id }, cancelled] = [await begin(), await begin()];
    expect(await world.ask(`DELETE ${path}/${cancelled.id}`)).toMatchObject({ status: 204 });
    expect(await ask(cancelled.id)).toMatchObject(over);
    const others = [await signIn(world.api)];
    for (const other of others) {
      expect(await world.ask(`POST ${path}/${id}`, undefined, other)).toMatchObject(over);
      await world.ask(`DELETE ${path}/${id}`, undefined, other);
    }
    expect(await world.ask(`POST ${path}/${id}`, undefined, await apiToken(world.api))).toMatchObject({ status: 403 });
    for (const role of ['operator', 'viewer'] as const)
      expect(await world.ask(`POST ${path}`, { url: server.url }, await signIn(world.api, { role }))).toMatchObject({
        status: 403,
      });
    expect(await ask(`${id.slice(0, -1)}~`)).toMatchObject(over);
    clock.forward(20 * 60 - 4);
    expect((await ask(id)).status).toBe(200);
    expect(await ask(id)).toMatchObject(over);
  });

  it.each<[string, (own: string) => Partial<Record<'login' | 'endpoint', string>>]>([
    ['sends the login to another host', () => ({ login: 'https://thief.example/login/v2/flow/x' })],
    ['sends our token to another host', () => ({ endpoint: 'https://thief.example/login/v2/poll' })],
    ['sends our token to the metadata service', () => ({ endpoint: 'http://169.254.169.254/latest' })],
    ['names another port', (own) => ({ endpoint: `${own.replace(/:\d+$/, ':9')}/login/v2/poll` })],
    ['names another scheme', (own) => ({ login: `${own.replace('http:', 'https:')}/flow` })],
    ['names a script', () => ({ login: 'javascript:alert(document.cookie)' })],
    ['hides another host behind its own', (own) => ({ login: `${own}@thief.example/` })],
    ['names a path only', () => ({ endpoint: '/login/v2/poll' })],
  ])('P-CONNECT-9 is refused when a server %s', async (_, named) => {
    const { login, endpoint } = named(server.url);
    server.answer(offer(login === undefined ? {} : { login }, endpoint === undefined ? {} : { endpoint }));
    const reply = await world.ask(`POST ${path}`, { url: server.url });
    expect(reply).toMatchObject({ status: 422, body: { code: 'CONNECT_REFUSED', field: 'url' } });
    expect(JSON.stringify(reply.body)).not.toMatch(/latest|javascript:|alert|flow/);
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, () => ScriptedReply, number, string | RegExp]>([
    [
      'a page',
      () => ({ headers: { 'content-type': 'text/html' }, body: '<html>parked</html>' }),
      422,
      'not what a Nextcloud',
    ],
    ['a page that is JSON but no offer', () => json([{ poll: 'x' }]), 422, 'not what a Nextcloud'],
    ['a token that is no text', () => offer({}, { token: { $ne: '' } }), 422, 'not what a Nextcloud'],
    ['a token with line ends', () => offer({}, { token: 'a\r\nb' }), 422, 'not what a Nextcloud'],
    ['404', () => ({ status: 404 }), 422, 'No Nextcloud answers'],
    ['an error', () => ({ status: 500, body: 'secret stack' }), 422, 'not what a Nextcloud'],
    ['a megabyte', () => ({ body: Buffer.alloc(2 ** 20, 'x') }), 422, 'longer than'],
    [
      'a redirect',
      () => ({ status: 302, headers: { location: 'http://169.254.169.254/x' } }),
      422,
      'redirects are not followed',
    ],
    ['half a reply', () => ({ ...offer(), truncateAt: 5 }), 422, 'before the reply was whole'],
  ])('P-CONNECT-9 is refused when a server answers %s', async (_, answer, status, words) => {
    server.answer(answer());
    const reply = await world.ask(`POST ${path}`, { url: server.url });
    expect(reply).toMatchObject({ status, body: { detail: textLike(words) } });
    expect(JSON.stringify(reply.body)).not.toMatch(/parked|secret stack|latest/);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['no texts', () => json({ loginName: ['ada'], appPassword: 7 })],
    ['a name that would end a header', () => json({ loginName: 'ada\r\nx: y', appPassword: 'p' })],
    ['a page', () => ({ body: '<html>' })],
  ])('P-CONNECT-9 is refused when a server grants %s', async (_, answer) => {
    const { id } = await begin();
    server.answer(answer());
    expect((await ask(id)).body).toMatchObject({
      status: 'refused',
      connected: null,
      problem: { detail: textLike('Nextcloud') },
    });
    const asked = polls();
    expect((await ask(id)).body.status).toBe('refused');
    expect(polls()).toBe(asked);
  });

  it.each([
    ['http://169.254.169.254/', 422, 'ADDRESS_BLOCKED'],
    ['http://[::ffff:169.254.169.254]/', 422, 'ADDRESS_BLOCKED'],
    ['http://2130706433.169.254.169.254.nip.io:x/', 400, 'URL_INVALID'],
    ['https://ada:pw-of-ada@cloud.example', 400, 'URL_INVALID'],
    ['ftp://cloud.example', 400, 'URL_INVALID'],
    ['javascript:alert(1)', 400, 'URL_INVALID'],
  ])('H11 H12 %s is asked nothing', async (url, status, code) => {
    const reply = await world.ask(`POST ${path}`, { url });
    expect(reply).toMatchObject({ status, body: { code } });
    expect(JSON.stringify(reply.body)).not.toContain('pw-of-ada');
  });

  it('H12 a trusted certificate that is none is told at its field', async () => {
    const reply = await world.ask(`POST ${path}`, { url: server.url, ca: 'my certificate' });
    expect(reply).toMatchObject({ status: 400, body: { field: 'ca', detail: textLike('PEM') } });
    expect((await world.ask(`POST ${path}`, { url: server.url, ca: ' ' })).status).toBe(201);
  });

  it('P-CONNECT-7 app password and token are in no reply, log line, audit row or file', async () => {
    const secrets = new Canaries();
    secrets.add('app password', granted.appPassword);
    secrets.add('token', token);
    const [{ id }, refused] = [await begin(), await begin()];
    isGranted = true;
    await ask(id);
    await ask(id);
    server.answer(json({ ...granted, loginName: '' }));
    await ask(refused.id);
    server.answer(json({ ...granted, poll: { token, endpoint: 'https://thief.example' }, login: granted.appPassword }));
    await world.ask(`POST ${path}`, { url: server.url });
    expect(await world.leaks(secrets)).toEqual([]);
  });
});
