import { signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import type { AuditEventsDto } from './audit.dto';

describe('the audit log, filtered', () => {
  let api: TestApi;
  let owner: ApiClient;
  beforeAll(async () => {
    api = await startTestApi();
    owner = await signIn(api);
    const { body } = await owner.post<{ token: { id: string } }>('/tokens', { name: 'nightly', scope: 'operator' });
    await owner.delete(`/tokens/${body.token.id}`);
  });
  afterAll(() => api.close());

  it.each([
    ['kind=sign-ins', ['login', 'setup']],
    ['kind=deletions', ['token.revoke']],
    ['kind=changes', ['token.create']],
    ['kind=runs', []],
    ['actor=owner@example.org&kind=changes', ['token.create']],
    ['actor=nobody', []],
    ['objectType=token', ['token.revoke', 'token.create']],
    ['from=2100-01-01', []],
    ['to=2000-01-01', []],
    ['from=2000-01-01&to=2100-01-01&kind=deletions', ['token.revoke']],
  ])('has for %s just %j', async (filter, actions) => {
    const { items } = (await owner.get<AuditEventsDto>(`/audit?${filter}`)).body;
    expect(items.map(({ action }) => action)).toEqual(actions);
  });

  it.each(['kind=other', 'from=yesterday', 'verb=x', 'actor='])('refuses %s', async (filter) => {
    expect((await owner.get(`/audit?${filter}`)).status).toBe(400);
  });
});
