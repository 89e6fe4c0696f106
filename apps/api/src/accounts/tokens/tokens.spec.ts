import { anyone, apiToken, signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { ApiToken } from '../api-token.entity';
import { movableClock } from '../testing/movable-clock';
import type { ApiTokensDto, CreatedTokenDto } from './tokens.dto';

describe('an API token', () => {
  let api: TestApi;
  let owner: ApiClient;
  beforeEach(async () => {
    api = await startTestApi();
    owner = await signIn(api);
  });
  afterEach(() => api.close());

  const create = async (body: object, client = owner) =>
    client.post<CreatedTokenDto>('/tokens', { name: 'nightly', scope: 'operator', ...body });
  const use = (secret: string, path = '/accounts/me') => anyone(api).get(path, { authorization: `Bearer ${secret}` });

  it('P-ACCOUNT-20 is shown once, and kept as a digest', async () => {
    const { status, body } = await create({});
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^stow_[\w-]{43}$/);
    expect(body.token.prefix).toBe(body.secret.slice(0, 11));
    expect(await use(body.secret)).toMatchObject({ status: 200, body: { role: 'operator', xsrfToken: null } });
    expect(JSON.stringify(await api.database.read.find(ApiToken))).not.toContain(body.secret);
    expect(JSON.stringify((await owner.get('/tokens')).body)).not.toContain(body.secret);
    expect(JSON.stringify((await owner.get('/audit')).body)).not.toContain(body.secret);
  });

  it('expires: after 90 days unless said otherwise', async () => {
    const clock = movableClock(api);
    const day = 24 * 3_600;
    const usual = (await create({})).body;
    const short = (await create({ expiresInDays: 1 })).body;
    const endless = (await create({ expiresInDays: null })).body;
    clock.forward(day);
    expect(await use(short.secret)).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
    clock.forward(88 * day);
    expect((await use(usual.secret)).status).toBe(200);
    clock.forward(day);
    expect((await use(usual.secret)).status).toBe(401);
    clock.forward(10_000 * day);
    expect((await use(endless.secret)).status).toBe(200);
  });

  it('shows when it was last used, to the minute', async () => {
    const clock = movableClock(api);
    const { secret, token } = (await create({})).body;
    expect(token.lastUsedAt).toBeNull();
    const lastUsed = async () => (await owner.get<ApiTokensDto>('/tokens')).body.items[0]!.lastUsedAt;
    const first = clock.now().toISOString();
    await use(secret);
    clock.forward(59);
    await use(secret);
    expect(await lastUsed()).toBe(first);
    clock.forward(1);
    await use(secret);
    expect(await lastUsed()).toBe(clock.now().toISOString());
  });

  it('ends when it is revoked', async () => {
    const { secret, token } = (await create({})).body;
    expect((await owner.delete(`/tokens/${token.id}`)).status).toBe(204);
    expect((await use(secret)).status).toBe(401);
    expect(await owner.delete(`/tokens/${token.id}`)).toMatchObject({ status: 404, body: { code: 'TOKEN_NOT_FOUND' } });
  });

  it('P-ACCOUNT-21 may never do more than its maker, then and later', async () => {
    const operator = await signIn(api, { role: 'operator' });
    expect(await create({ scope: 'owner' }, operator)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    const { secret } = (await create({ scope: 'operator' }, operator)).body;
    await owner.patch(`/accounts/users/${operator.userId}`, { role: 'viewer', version: 1 });
    expect(await use(secret)).toMatchObject({ body: { role: 'viewer' } });
  });

  it('of the scope metrics is good for nothing else', async () => {
    const { secret } = (await create({ scope: 'metrics' })).body;
    expect(await use(secret)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    expect((await use(secret, '/audit')).status).toBe(403);
  });

  it('is listed and revoked by its maker and by owners, not by others', async () => {
    const operator = await signIn(api, { role: 'operator' });
    const viewer = await signIn(api, { role: 'viewer' });
    const { token } = (await create({}, operator)).body;
    const listed = async (client: ApiClient) =>
      (await client.get<ApiTokensDto>('/tokens')).body.items.map(({ id }) => id);
    expect(await listed(viewer)).toEqual([]);
    expect(await listed(operator)).toEqual([token.id]);
    expect(await listed(owner)).toEqual([token.id]);
    expect((await viewer.delete(`/tokens/${token.id}`)).status).toBe(404);
    expect((await owner.delete(`/tokens/${token.id}`)).status).toBe(204);
  });

  it('can make no other token', async () => {
    const script = await apiToken(api, 'owner');
    expect(await script.post('/tokens', { name: 'x', scope: 'viewer' })).toMatchObject({
      body: { code: 'SESSION_ONLY' },
    });
  });

  it.each(['Bearer stow_short', 'Basic b3duZXI6b3duZXI=', 'Bearer', '', `Bearer stow_${'x'.repeat(43)}`])(
    'is not %j',
    async (authorization) => {
      expect((await anyone(api).get('/accounts/me', { authorization })).status).toBe(401);
    },
  );
});
