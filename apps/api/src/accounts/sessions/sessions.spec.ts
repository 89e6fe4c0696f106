import { anyone, signIn, testPassword, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { LoginSession } from '../login-session.entity';
import { movableClock, type MovableClock } from '../testing/movable-clock';
import type { LoginSessionsDto } from './sessions.dto';

describe('a login session', () => {
  let api: TestApi;
  let clock: MovableClock;
  let browser: ApiClient;
  beforeEach(async () => {
    api = await startTestApi();
    clock = movableClock(api);
    browser = await signIn(api);
  });
  afterEach(() => api.close());

  const alive = async (client = browser) => (await client.get('/accounts/me')).status === 200;

  it('P-ACCOUNT-11 ends after 30 minutes without a request', async () => {
    clock.forward(29 * 60);
    expect(await alive()).toBe(true);
    clock.forward(29 * 60);
    expect(await alive()).toBe(true);
    clock.forward(30 * 60);
    expect(await alive()).toBe(false);
  });

  it('P-ACCOUNT-11 ends after 12 hours, however busy', async () => {
    for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
      clock.forward(20 * 60);
      expect(await alive()).toBe(true);
    }
    clock.forward(20 * 60);
    expect(await alive()).toBe(false);
  });

  it('is written at most once a minute', async () => {
    const seen = async () => (await api.database.read.find(LoginSession))[0]!.seenAt.getTime();
    const begun = await seen();
    clock.forward(59);
    await alive();
    expect(await seen()).toBe(begun);
    clock.forward(1);
    await alive();
    expect(await seen()).toBe(clock.now().getTime());
  });

  it('P-ACCOUNT-12 is listed, and can be ended from another one', async () => {
    clock.forward(1);
    const other = await signIn(api);
    const { body } = await other.get<LoginSessionsDto>('/accounts/sessions');
    expect(body.items.map(({ current }) => current)).toEqual([true, false]);
    expect(JSON.stringify(body)).not.toMatch(/sha256/i);
    expect((await other.delete(`/accounts/sessions/${body.items[1]!.id}`)).status).toBe(204);
    expect(await alive()).toBe(false);
    expect(await alive(other)).toBe(true);
    expect(await other.delete(`/accounts/sessions/${body.items[1]!.id}`)).toMatchObject({ status: 404 });
  });

  it("is not another user's to see or to end", async () => {
    const viewer = await signIn(api, { role: 'viewer' });
    const [mine] = (await browser.get<LoginSessionsDto>('/accounts/sessions')).body.items;
    expect((await viewer.get<LoginSessionsDto>('/accounts/sessions')).body.items).toHaveLength(1);
    expect((await viewer.delete(`/accounts/sessions/${mine!.id}`)).status).toBe(404);
    expect(await alive()).toBe(true);
  });

  it('P-ACCOUNT-13 ends with a changed password, all of them; the browser that changed it has a new one', async () => {
    const other = await signIn(api);
    const change = { password: testPassword, newPassword: 'eleven green bottles hanging' };
    const changed = await browser.post<{ xsrfToken: string }>('/accounts/me/password', change);
    expect(changed.status).toBe(200);
    expect(await alive()).toBe(false);
    expect(await alive(other)).toBe(false);
    const cookie = changed.headers['set-cookie']!.map((one) => one.split(';')[0]).join('; ');
    expect((await anyone(api).get('/accounts/me', { cookie })).status).toBe(200);
    const { email } = (await anyone(api).get<{ user: { email: string } }>('/accounts/me', { cookie })).body.user;
    const login = (password: string) => anyone(api).post('/accounts/login', { email, password });
    expect((await login(change.password)).status).toBe(401);
    expect((await login(change.newPassword)).status).toBe(200);
  });

  it('is not changed by a wrong or a weak password', async () => {
    const to = (password: string, newPassword: string) =>
      browser.post('/accounts/me/password', { password, newPassword });
    expect(await to('wrong', 'eleven green bottles hanging')).toMatchObject({
      status: 403,
      body: { code: 'PASSWORD_WRONG' },
    });
    expect(await to(testPassword, 'password12345')).toMatchObject({ status: 400, body: { field: 'newPassword' } });
    expect(await alive()).toBe(true);
  });
});
