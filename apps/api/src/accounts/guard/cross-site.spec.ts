import { request } from 'undici';
import { apiToken, clientOf, signIn, testEmail, testPassword, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';

describe('a request that another site makes a browser send', () => {
  let api: TestApi;
  let page: ApiClient;
  let cookie: string;
  let xsrf: string;
  const ours = 'http://localhost:3000';
  beforeAll(async () => {
    api = await startTestApi();
    page = await signIn(api);
    cookie = page.headers['cookie']!;
    xsrf = page.headers['x-xsrf-token']!;
  });
  afterAll(() => api.close());

  const write = (headers: Record<string, string>) =>
    clientOf(api, headers, '').post<{ code?: string }>('/tokens', { name: `of ${Math.random()}`, scope: 'viewer' });

  it('is not what our own page sends', async () => {
    const headers = { cookie, 'x-xsrf-token': xsrf };
    expect((await write({ ...headers, origin: ours })).status).toBe(201);
    expect((await write({ ...headers, origin: ours, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect((await write({ ...headers, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });

  it.each([
    ['no XSRF header', () => ({ cookie, origin: ours, 'sec-fetch-site': 'same-origin' })],
    ['an invented XSRF token', () => ({ cookie, origin: ours, 'x-xsrf-token': 'invented' })],
    ['another Origin', () => ({ cookie, origin: 'https://evil.example', 'x-xsrf-token': xsrf })],
    ['another port of this machine', () => ({ cookie, origin: 'http://localhost:3001', 'x-xsrf-token': xsrf })],
    ['the Origin null', () => ({ cookie, origin: 'null', 'x-xsrf-token': xsrf })],
    [
      'Sec-Fetch-Site: cross-site',
      () => ({ cookie, origin: ours, 'sec-fetch-site': 'cross-site', 'x-xsrf-token': xsrf }),
    ],
    [
      'Sec-Fetch-Site: same-site',
      () => ({ cookie, origin: ours, 'sec-fetch-site': 'same-site', 'x-xsrf-token': xsrf }),
    ],
    [
      'a navigation that writes',
      () => ({ cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'x-xsrf-token': xsrf }),
    ],
    ['neither Origin nor Sec-Fetch-Site', () => ({ cookie, 'x-xsrf-token': xsrf })],
  ])('P-ACCOUNT-7 H46 is refused: %s', async (_, headers) => {
    expect(await write(headers())).toMatchObject({ status: 403, body: { code: 'CROSS_SITE' } });
  });

  it("H46 is refused with the XSRF token of another of one's sessions", async () => {
    const other = await signIn(api);
    expect((await write({ cookie, origin: ours, 'x-xsrf-token': other.headers['x-xsrf-token']! })).status).toBe(403);
  });

  it('H46 is refused as a form: text/plain, form data, no type', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const headers = { cookie, origin: 'https://evil.example', 'content-type': type };
      const { statusCode, body } = await request(`${api.url}/tokens`, {
        method: 'POST',
        headers,
        body: '{"name":"x","scope":"owner"}',
      });
      await body.dump();
      expect([403, 415]).toContain(statusCode);
    }
  });

  it('H46 is refused when it would sign somebody in', async () => {
    const credentials = { email: testEmail('owner'), password: testPassword };
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const reply = await clientOf(api, headers, '').post('/accounts/login', credentials);
      expect(reply).toMatchObject({ status: 403, body: { code: 'CROSS_SITE' } });
    }
    expect((await clientOf(api, {}, '').post('/accounts/login', credentials)).status).toBe(200);
  });

  it('reads nothing, but a link may lead here', async () => {
    const reader = (headers: Record<string, string>) => clientOf(api, { cookie, ...headers }, '').get('/accounts/me');
    expect((await reader({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })).status).toBe(403);
    expect((await reader({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status).toBe(403);
    expect((await reader({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status).toBe(200);
    expect((await reader({ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' })).status).toBe(200);
    expect((await reader({})).status).toBe(200);
  });

  it('P-ACCOUNT-8 has no power by the cookie when it carries a token, and needs no XSRF header then', async () => {
    const script = await apiToken(api, 'viewer');
    const both = clientOf(api, { ...script.headers, cookie }, '');
    // The cookie is an owner's.
    expect(await both.get('/audit')).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    const wrongToken = clientOf(api, { authorization: `Bearer stow_${'x'.repeat(43)}`, cookie }, '');
    expect(await wrongToken.get('/accounts/me')).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
    expect((await script.delete(`/tokens/${crypto.randomUUID()}`)).body).toMatchObject({ code: 'SESSION_ONLY' });
  });
});
