import { anyone, signIn, testEmail, testPassword, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { LoginThrottle } from '../login-throttle.entity';
import { Argon2id } from '../passwords/argon2id';
import { movableClock, type MovableClock } from '../testing/movable-clock';

describe('guessing at passwords', () => {
  let api: TestApi;
  let clock: MovableClock;
  /** The owner's own browser, signed in before. */
  let owner: ApiClient;
  beforeEach(async () => {
    // Requests of the tests come from this machine: it stands for a proxy here, so that they can come from many addresses.
    api = await startTestApi({}, { trustProxy: ['127.0.0.1'] });
    owner = await signIn(api);
    clock = movableClock(api);
  });
  afterEach(() => api.close());

  const email = testEmail('owner');
  const attempt = (password: string, from = '203.0.113.7', headers: Record<string, string> = {}) =>
    anyone(api).post<{ code: string; retryAfter?: number }>(
      '/accounts/login',
      { email, password },
      { 'x-forwarded-for': from, ...headers },
    );
  const wrong = async (times: number, from?: string) => {
    const statuses = [];
    for (let i = 0; i < times; i += 1) statuses.push((await attempt(`wrong guess ${i}`, from)).status);
    return statuses;
  };

  it('P-ACCOUNT-5 H43 has to wait longer and longer, and is told how long', async () => {
    expect(await wrong(10)).toEqual(Array.from({ length: 10 }, () => 401));
    const waits = [];
    for (let i = 0; i < 12; i += 1) {
      const refused = await attempt('wrong again');
      expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_ATTEMPTS' } });
      expect(refused.headers['retry-after']).toBe(String(refused.body.retryAfter));
      waits.push(refused.body.retryAfter!);
      clock.forward(refused.body.retryAfter!);
      expect((await attempt('wrong again')).status).toBe(401);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('H43 locks nobody out for good: after the wait the right password works, and all is forgotten', async () => {
    await wrong(10);
    expect((await attempt(testPassword)).status).toBe(429);
    clock.forward(1);
    expect((await attempt(testPassword)).status).toBe(200);
    expect((await wrong(3)).at(-1)).toBe(401);
  });

  it('H43 from many addresses is slowed down by a short delay of the account', async () => {
    const statuses = [];
    for (let i = 0; i < 51; i += 1) statuses.push((await attempt('wrong', `198.51.100.${i}`)).status);
    expect(statuses.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => 401));
    expect(statuses[50]).toBe(429);
    clock.forward(10);
    expect((await attempt(testPassword, '192.0.2.99')).status).toBe(200);
  });

  it('H43 takes all addresses of one IPv6 network for one', async () => {
    for (let i = 0; i < 10; i += 1) await attempt('wrong', `2001:db8:1:2::${i}`);
    expect((await attempt('wrong', '2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await attempt('wrong', '2001:db8:1:3::1')).status).toBe(401);
  });

  it('H43 at many accounts from one address is slowed down too', async () => {
    const statuses = [];
    for (let i = 0; i < 21; i += 1) {
      const body = { email: `user${i}@example.org`, password: 'wrong' };
      statuses.push((await anyone(api).post('/accounts/login', body, { 'x-forwarded-for': '203.0.113.8' })).status);
    }
    expect(statuses.at(19)).toBe(401);
    expect(statuses.at(20)).toBe(429);
  });

  it('P-ACCOUNT-6 H43 by a stranger does not keep the owner waiting in a browser that signed in before', async () => {
    const from = '203.0.113.7';
    await wrong(10, from);
    expect((await attempt(testPassword, from)).status).toBe(429);
    expect((await attempt(testPassword, from, { cookie: owner.headers['cookie']! })).status).toBe(200);
  });

  it('H43 with a stolen device cookie is slowed down all the same', async () => {
    const cookie = owner.headers['cookie']!;
    const statuses = [];
    for (let i = 0; i < 11; i += 1) statuses.push((await attempt('wrong', `198.51.100.${i}`, { cookie })).status);
    expect(statuses.at(9)).toBe(401);
    expect(statuses.at(10)).toBe(429);
  });

  it('H43 many at once gets no further than one after the other', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => (await attempt(`guess ${i}`)).status),
    );
    expect(statuses.filter((status) => status !== 429)).toHaveLength(10);
  });

  it('H43 by another route counts as well', async () => {
    const change = { password: 'wrong', newPassword: 'eleven green bottles hanging' };
    const statuses = [];
    for (let i = 0; i < 11; i += 1) statuses.push((await owner.post('/accounts/me/password', change)).status);
    expect(statuses.at(9)).toBe(403);
    expect(statuses.at(10)).toBe(429);
  });

  it('is not hashed while it has to wait', async () => {
    await wrong(10);
    const argon2id = api.app.get(Argon2id);
    argon2id.derive = () => Promise.reject(new Error('hashed'));
    expect((await attempt(testPassword)).status).toBe(429);
  });

  it('is forgotten an hour after the last wait, and its rows after a day', async () => {
    await wrong(10);
    clock.forward(3_602);
    expect(await wrong(9)).toEqual(Array.from({ length: 9 }, () => 401));
    clock.forward(24 * 3_600 + 1);
    await attempt('wrong', '192.0.2.1');
    expect(await api.database.read.countBy(LoginThrottle, {})).toBe(3);
  });
});
