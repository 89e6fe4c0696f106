import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { anyone, apiToken, signIn } from '../../testing/api-client';

describe('signing in', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it('ends with signing out', async () => {
    const client = await signIn(api);
    expect((await client.post('/accounts/logout')).status).toBe(204);
    expect((await client.post('/accounts/logout')).status).toBe(401);
  });

  it('works for a script by token', async () => {
    const script = await apiToken(api, 'owner');
    expect(await script.post('/accounts/logout')).toMatchObject({ status: 403, body: { code: 'SESSION_ONLY' } });
  });

  it('fails without a word on what was wrong', async () => {
    const wrong = await anyone(api).post('/accounts/login', { email: 'owner@example.org', password: 'wrong' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'LOGIN_FAILED' } });
  });
});
