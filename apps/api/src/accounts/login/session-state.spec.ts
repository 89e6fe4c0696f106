import { anyone, apiToken, clientOf, signIn, testEmail } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import type { SessionStateDto } from './session-state.dto';

describe('P-ACCOUNT-29: a page learns who is signed in', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const nobody = { status: 200, body: { me: null } };

  it('before there is any account, then for nobody', async () => {
    expect(await anyone(api).get('/accounts/session')).toMatchObject({ ...nobody, body: { setupOpen: true } });
    await signIn(api);
    expect(await anyone(api).get('/accounts/session')).toMatchObject({ ...nobody, body: { setupOpen: false } });
  });

  it('with what the page needs to write', async () => {
    const owner = await signIn(api);
    const { body } = await owner.get<SessionStateDto>('/accounts/session');
    expect(body).toMatchObject({ me: { user: { email: testEmail('owner') }, role: 'owner' }, setupOpen: false });
    expect(body.me?.xsrfToken).toBe(owner.headers['x-xsrf-token']);
    expect(body.me?.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('and nobody is, once the session has ended or when its cookie is invented', async () => {
    const owner = await signIn(api);
    await owner.post('/accounts/logout');
    expect(await owner.get('/accounts/session')).toMatchObject(nobody);
    const cookie = owner.headers['cookie']!.replace(/=[\w-]{8}/g, '=AAAAAAAA');
    expect(await clientOf(api, { cookie }, '').get('/accounts/session')).toMatchObject(nobody);
  });

  it('which no API token tells, and no other site is told', async () => {
    expect(await (await apiToken(api, 'metrics')).get('/accounts/session')).toMatchObject(nobody);
    expect(await (await apiToken(api, 'owner')).get('/accounts/session')).toMatchObject(nobody);
    const { cookie } = (await signIn(api)).headers;
    const foreign = clientOf(api, { cookie: cookie!, 'sec-fetch-site': 'cross-site' }, '');
    expect(await foreign.get('/accounts/session')).toMatchObject({ status: 403, body: { code: 'CROSS_SITE' } });
  });
});
