import { anyone, apiToken, signIn, testEmail, type ApiClient, type Reply } from '../../testing/api-client';
import { version } from '../../version';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { movableClock } from '../testing/movable-clock';
import { User } from '../user.entity';
import type { UserDto } from './user.dto';
import type { CreatedUserDto, PasswordLinkDto, UsersDto } from './users.dto';

describe('accounts', () => {
  let api: TestApi;
  let owner: ApiClient;
  beforeEach(async () => {
    api = await startTestApi();
    owner = await signIn(api);
  });
  afterEach(() => api.close());

  const password = 'eleven green bottles hanging';
  const create = (more: object = {}): Promise<Reply<CreatedUserDto>> =>
    owner.post('/accounts/users', { email: 'ada@example.org', name: 'Ada', role: 'operator', ...more });
  const change = (id: string, body: object): Promise<Reply<UserDto>> => owner.patch(`/accounts/users/${id}`, body);
  const login = (secret = password, email = 'ada@example.org') =>
    anyone(api).post('/accounts/login', { email, password: secret });
  const tokenOf = ({ url }: PasswordLinkDto) => url.slice(url.indexOf('#') + 1);

  it('are made by owners, with an initial password', async () => {
    const { status, body } = await create({ password });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      user: { email: 'ada@example.org', role: 'operator', disabled: false },
      passwordLink: null,
    });
    expect(JSON.stringify(body)).not.toMatch(/hash|argon2/i);
    expect((await login()).status).toBe(200);
  });

  it('P-ACCOUNT-17 are made with a link by which the user chooses the password, once', async () => {
    const { passwordLink } = (await create()).body;
    const token = tokenOf(passwordLink!);
    expect((await login('!')).status).toBe(401);
    const use = (body: object) => anyone(api).post<{ code: string }>('/accounts/password-link', body);
    expect(await use({ token, password: 'ada-ada-ada-1' })).toMatchObject({
      status: 400,
      body: { code: 'WEAK_PASSWORD' },
    });
    const all = await Promise.all([1, 2, 3].map(() => use({ token, password })));
    expect(all.map(({ status }) => status).sort()).toEqual([204, 403, 403]);
    expect((await login()).status).toBe(200);
    expect(await use({ token, password: 'another long password' })).toMatchObject({
      status: 403,
      body: { code: 'PASSWORD_LINK_INVALID' },
    });
  });

  it('have links that end after a day, with the next link, and with a changed letter', async () => {
    const clock = movableClock(api);
    const { user, passwordLink } = (await create()).body;
    const use = async (link: PasswordLinkDto, cut = 0) => {
      const token = tokenOf(link);
      const body = { token: token.slice(0, token.length - cut) + 'A'.repeat(cut), password };
      return (await anyone(api).post('/accounts/password-link', body)).status;
    };
    const again = await owner.post<PasswordLinkDto>(`/accounts/users/${user.id}/password-link`);
    expect(await use(passwordLink!)).toBe(403);
    expect(await use(again.body, 10)).toBe(403);
    clock.forward(24 * 3_600);
    expect(await use(again.body)).toBe(403);
  });

  it('have one e-mail address each, however it is written', async () => {
    await create();
    expect(await create({ email: 'ADA@example.org' })).toMatchObject({
      status: 409,
      body: { code: 'EMAIL_TAKEN', field: 'email' },
    });
    const both = await Promise.all([1, 2].map(() => create({ email: 'twin@example.org' })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('P-ACCOUNT-18 keep at least one owner who can sign in, even when two leave at once', async () => {
    const me = owner.userId;
    expect(await change(me, { role: 'viewer', version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'LAST_OWNER' },
    });
    expect(await change(me, { disabled: true, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'LAST_OWNER' },
    });
    const { user } = (await create({ role: 'owner', password })).body;
    const both = await Promise.all([
      change(me, { role: 'viewer', version: 1 }),
      change(user.id, { role: 'viewer', version: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).not.toEqual([200, 200]);
    expect(await api.database.read.countBy(User, { role: 'owner', disabled: false })).toBeGreaterThan(0);
  });

  it('P-ACCOUNT-19 that are disabled are out at once: session, password, API token', async () => {
    const viewer = await signIn(api, { role: 'viewer' });
    const { secret } = (await viewer.post<{ secret: string }>('/tokens', { name: 'mine', scope: 'viewer' })).body;
    const asToken = () => anyone(api).get('/accounts/me', { authorization: `Bearer ${secret}` });
    expect((await asToken()).status).toBe(200);
    expect((await change(viewer.userId, { disabled: true, version: 1 })).status).toBe(200);
    expect((await viewer.get('/accounts/me')).status).toBe(401);
    expect((await asToken()).status).toBe(401);
    expect((await login('seven quiet herons at dawn', testEmail('viewer'))).status).toBe(401);
    expect((await change(viewer.userId, { disabled: false, version: 2 })).status).toBe(200);
    expect((await viewer.get('/accounts/me')).status).toBe(401);
    expect((await asToken()).status).toBe(200);
  });

  it('H35 are not changed by somebody who saw an older version', async () => {
    const { user } = (await create()).body;
    expect((await change(user.id, { name: 'Ada L.', version: 1 })).body).toMatchObject({ name: 'Ada L.', version: 2 });
    expect(await change(user.id, { role: 'owner', version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'STALE_VERSION' },
    });
  });

  it('lose the rights of a higher role at the next request', async () => {
    const operator = await signIn(api, { role: 'operator' });
    await change(operator.userId, { role: 'owner', version: 1 });
    expect((await operator.get('/accounts/users')).status).toBe(200);
    await change(operator.userId, { role: 'viewer', version: 2 });
    expect(await operator.get('/accounts/users')).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
  });

  it('are managed by people, not by tokens, and only by owners', async () => {
    const script = await apiToken(api, 'owner');
    const operator = await signIn(api, { role: 'operator' });
    const body = { email: 'x@example.org', name: 'X', role: 'owner' };
    expect(await script.post('/accounts/users', body)).toMatchObject({ status: 403, body: { code: 'SESSION_ONLY' } });
    expect(await operator.post('/accounts/users', body)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    expect((await script.get<UsersDto>('/accounts/users')).body.items).toHaveLength(2);
  });

  it('change their own name freely, their e-mail address with the password', async () => {
    const viewer = await signIn(api, { role: 'viewer' });
    expect((await viewer.get('/accounts/me')).body).toMatchObject({ role: 'viewer', version });
    const me = (body: object) => viewer.patch<UserDto>('/accounts/me', body);
    expect((await me({ name: 'Someone', version: 1 })).body).toMatchObject({ name: 'Someone', version: 2 });
    expect(await me({ email: 'other@example.org', version: 2 })).toMatchObject({
      status: 400,
      body: { field: 'password' },
    });
    expect((await me({ email: 'other@example.org', password: 'wrong', version: 2 })).status).toBe(403);
    expect((await me({ email: testEmail('owner'), password: 'seven quiet herons at dawn', version: 2 })).status).toBe(
      409,
    );
    expect((await me({ email: 'other@example.org', password: 'seven quiet herons at dawn', version: 2 })).status).toBe(
      200,
    );
    expect((await me({ role: 'owner', version: 3 })).status).toBe(400);
    expect((await login('seven quiet herons at dawn', 'other@example.org')).status).toBe(200);
  });
});
