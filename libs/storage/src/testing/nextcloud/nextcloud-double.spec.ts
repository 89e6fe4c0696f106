import { openHttp } from '../../http/http-client';
import type { HttpClient } from '../../http/http-types';
import { plainConnect } from '../../http/testing/local-server';
import { NextcloudDouble, type NextcloudOptions } from './nextcloud-double';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: () => Record<string, unknown>;
}

describe('the Nextcloud of the tests', () => {
  let double: NextcloudDouble;
  let http: HttpClient;
  let password: string;
  const start = async (options: NextcloudOptions = {}): Promise<void> => {
    double = await NextcloudDouble.start(options);
    http = openHttp(plainConnect);
    password = double.account.newAppPassword();
  };
  afterEach(async () => {
    await http.close();
    await double.close();
  });

  async function ask(
    method: string,
    path: string,
    { headers = {}, body, as = password }: { headers?: Record<string, string>; body?: string; as?: string | null } = {},
  ): Promise<Answer> {
    const signed =
      as === null
        ? {}
        : { authorization: `Basic ${Buffer.from(`${double.account.loginName}:${as}`).toString('base64')}` };
    const reply = await http.send({
      method,
      url: new URL(double.url + path),
      headers: { ...signed, ...headers },
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
      expect: 'buffer',
    });
    const text = reply.body.toString();
    return { status: reply.status, text, json: () => JSON.parse(text) as Record<string, unknown> };
  }
  const files = '/remote.php/dav/files/alice';
  const uploads = '/remote.php/dav/uploads/alice';
  const destination = (): Record<string, string> => ({ destination: `${double.url}${files}/x.tar` });

  it('login flow v2: nothing until somebody allows it, then an app password, once', async () => {
    await start({ accounts: [{ loginName: 'alice@example.org', id: 'alice', twoFactor: true }] });
    const begun = (await ask('POST', '/index.php/login/v2', { as: null })).json();
    const { token, endpoint } = begun['poll'] as { token: string; endpoint: string };
    const poll = (given = token): Promise<Answer> =>
      ask('POST', endpoint.slice(double.url.length), {
        as: null,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `token=${given}`,
      });
    expect((await poll()).status).toBe(404);
    double.login.grant(begun['login'] as string, double.account);
    expect((await poll('another')).status).toBe(404);
    const granted = await poll();
    expect(granted.json()).toEqual({
      server: double.url,
      loginName: 'alice@example.org',
      appPassword: expect.any(String) as string,
    });
    expect((await poll()).status).toBe(404);
    const signedIn = await ask('PROPFIND', `${files}/`, { as: granted.json()['appPassword'] as string });
    expect(signedIn.status).toBe(207);
  });

  it('a password is turned into an app password once; an app password revokes itself', async () => {
    await start();
    const ocs = { headers: { 'ocs-apirequest': 'true' } };
    expect(
      (await ask('GET', '/ocs/v2.php/core/getapppassword', { ...ocs, as: double.account.password })).text,
    ).toContain('apppassword');
    expect((await ask('GET', '/ocs/v2.php/core/getapppassword', ocs)).status).toBe(403);
    expect((await ask('DELETE', '/ocs/v2.php/core/apppassword', ocs)).status).toBe(200);
    expect((await ask('GET', '/ocs/v2.php/cloud/user', ocs)).status).toBe(401);
    expect((await ask('GET', '/ocs/v2.php/cloud/user', { as: double.account.password })).status).toBe(412);
  });

  it('after ten wrong passwords all are refused for a while', async () => {
    await start();
    for (let which = 0; which <= 10; which += 1) {
      expect((await ask('PROPFIND', files, { as: 'wrong' })).status).toBe(401);
    }
    expect((await ask('PROPFIND', files)).status).toBe(429);
    expect((await ask('PROPFIND', files)).text).toContain('TooManyRequests');
  });

  it('chunks of version 2 have numbers for names, and are put together by them', async () => {
    await start();
    const headers = destination();
    expect((await ask('MKCOL', `${uploads}/u`, { headers })).status).toBe(201);
    expect((await ask('MKCOL', `${uploads}/u`, { headers })).status).toBe(405);
    for (const name of ['0', '10001', 'part-1']) {
      expect((await ask('PUT', `${uploads}/u/${name}`, { headers, body: 'x' })).status).toBe(400);
    }
    for (const [name, body] of [
      ['10', 'c'],
      ['2', 'b'],
      ['00001', 'a'],
    ] as const) {
      expect((await ask('PUT', `${uploads}/u/${name}`, { headers, body })).status).toBe(201);
    }
    expect((await ask('GET', `${uploads}/u/2`)).status).toBe(405);
    expect((await ask('MKCOL', `${uploads}/u/below`)).status).toBe(403);
    expect((await ask('MOVE', `${uploads}/u/.file`, { headers })).status).toBe(201);
    expect((await ask('GET', `${files}/x.tar`)).text).toBe('abc');
    expect((await ask('PROPFIND', `${uploads}/u`)).status).toBe(404);
    expect((await ask('PUT', `${uploads}/u/3`, { headers, body: 'd' })).status).toBe(409);
  });

  it('version 1 takes any name, and compares the length it is told', async () => {
    await start({ chunkingV2: false });
    const headers = destination();
    await ask('MKCOL', `${uploads}/u`, { headers });
    expect((await ask('PUT', `${uploads}/u/part-1`, { headers, body: 'abc' })).status).toBe(201);
    const wrong = await ask('MOVE', `${uploads}/u/.file`, { headers: { ...headers, 'oc-total-length': '4' } });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('do not sum up to 4 but to 3')]);
    expect((await ask('MOVE', `${uploads}/u/.file`, { headers: { ...headers, 'oc-total-length': '3' } })).status).toBe(
      201,
    );
  });

  it('never overwrites when it is told so, and says what is missing', async () => {
    await start();
    await ask('PUT', `${files}/x.tar`, { body: 'first' });
    await ask('PUT', `${files}/y.tar`, { body: 'second' });
    const move = (more: Record<string, string>): Promise<Answer> =>
      ask('MOVE', `${files}/y.tar`, { headers: { ...destination(), ...more } });
    expect((await move({ overwrite: 'F' })).status).toBe(412);
    expect((await move({ destination: `${double.url}${files}/none/x.tar` })).status).toBe(409);
    expect((await ask('PUT', `${files}/x.tar`, { headers: { 'if-none-match': '*' }, body: 'z' })).status).toBe(412);
    expect((await ask('PUT', `${files}/none/x.tar`, { body: 'z' })).status).toBe(409);
    expect((await move({})).status).toBe(204);
    expect((await ask('GET', `${files}/x.tar`, { headers: { range: 'bytes=1-3' } })).text).toBe('eco');
    expect((await ask('PROPFIND', '/remote.php/dav/files/bob/')).status).toBe(404);
  });
});
