import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { AuditEvent } from '../accounts/audit-event.entity';
import { movableClock } from '../accounts/testing/movable-clock';
import { ApiToken } from '../accounts/api-token.entity';
import { User } from '../accounts/user.entity';
import { apiToken, signIn, testPassword, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';
import { DownloadLink } from './download-link.entity';
import { linkTo, storedCopy } from './testing/stored-copy';

describe('H47 a download link', () => {
  let api: TestApi;
  let owner: ApiClient;
  let backupId: string;

  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api);
    ({ backupId } = await storedCopy(api, owner, Buffer.from('an archive')));
  });
  afterAll(() => api.close());

  async function open(url: string): Promise<[status: number, code: string]> {
    const { statusCode, body } = await request(url);
    const text = await body.text();
    return [statusCode, statusCode === 200 ? text : (JSON.parse(text) as { code: string }).code];
  }
  const works: [number, string] = [200, 'an archive'];
  const ended: [number, string] = [410, 'LINK_EXPIRED'];

  it('works without signing in, as often as it is opened', async () => {
    const { url } = await linkTo(api, owner, backupId);
    expect(await open(url)).toEqual(works);
    expect(await open(url)).toEqual(works);
  });

  it('is kept as a hash only', async () => {
    const { id, url } = await linkTo(api, owner, backupId);
    const row = await api.database.read.findOneByOrFail(DownloadLink, { id });
    expect(JSON.stringify(row)).not.toContain(url.split('/').at(-1));
  });

  it.each([
    ['of no token at all', 'x'],
    ['of a token that was never made', 'A'.repeat(43)],
    ['with a percent sign', '%2e%2e%2f'],
  ])('is not valid: %s', async (_, token) => {
    expect(await open(`${api.url}/downloads/${token}`)).toEqual([403, 'LINK_INVALID']);
  });

  it('that was changed by one character is not valid', async () => {
    const { url } = await linkTo(api, owner, backupId);
    expect(await open(url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A'))).toEqual([403, 'LINK_INVALID']);
  });

  it('ends after an hour', async () => {
    const { id, url, expiresAt } = await linkTo(api, owner, backupId);
    const { createdAt } = await api.database.read.findOneByOrFail(DownloadLink, { id });
    expect(new Date(expiresAt).getTime() - createdAt.getTime()).toBe(3_600_000);
    await api.database.write((manager) => manager.update(DownloadLink, { id }, { expiresAt: new Date() }));
    expect(await open(url)).toEqual(ended);
  });

  describe('P-DOWNLOAD-1 opens no more than the one who made it could open now; it ends with', () => {
    const asOperator = () => signIn(api, { role: 'operator' });
    const operatorRow = { emailKey: 'operator@example.org' };
    const change = (values: Partial<User>) =>
      api.database.write((manager) => manager.update(User, operatorRow, values)).then(() => undefined);

    it('a logout', async () => {
      const operator = await asOperator();
      const { url } = await linkTo(api, operator, backupId);
      await operator.post('/accounts/logout');
      expect(await open(url)).toEqual(ended);
    });

    it('the login session being ended from the list of sessions', async () => {
      const operator = await asOperator();
      const { url } = await linkTo(api, operator, backupId);
      const { body } = await operator.get<{ items: { id: string; current: boolean }[] }>('/accounts/sessions');
      const { id } = body.items.find(({ current }) => current)!;
      expect((await operator.delete(`/accounts/sessions/${id}`)).status).toBe(204);
      expect(await open(url)).toEqual(ended);
    });

    it('a new password', async () => {
      const operator = await asOperator();
      const { url } = await linkTo(api, operator, backupId);
      const body = { password: testPassword, newPassword: 'eight grey cranes in the mist' };
      expect(await operator.post('/accounts/me/password', body)).toMatchObject({
        status: expect.any(Number) as number,
      });
      expect(await open(url)).toEqual(ended);
      const { passwordHash } = await api.database.read.findOneByOrFail(User, { emailKey: 'owner@example.org' });
      await change({ passwordHash });
    });

    it('30 minutes without a request of the session; opening the link is none', async () => {
      const operator = await asOperator();
      const clock = movableClock(api);
      const { url } = await linkTo(api, operator, backupId);
      clock.forward(29 * 60);
      expect(await open(url)).toEqual(works);
      clock.forward(2 * 60);
      expect(await open(url)).toEqual(ended);
      clock.forward(-31 * 60);
    });

    it('the user being disabled', async () => {
      const operator = await asOperator();
      const { url } = await linkTo(api, operator, backupId);
      await change({ disabled: true });
      expect(await open(url)).toEqual(ended);
      await change({ disabled: false });
    });

    it('the user becoming a viewer', async () => {
      const operator = await asOperator();
      const { url } = await linkTo(api, operator, backupId);
      await change({ role: 'viewer' });
      expect(await open(url)).toEqual(ended);
      await change({ role: 'operator' });
    });

    it('the API token being revoked or expired, and with the rights of its user', async () => {
      const script = await apiToken(api, 'operator');
      const { id, url } = await linkTo(api, script, backupId);
      expect(await open(url)).toEqual(works);
      const { apiTokenId } = await api.database.read.findOneByOrFail(DownloadLink, { id });
      const token = (values: Partial<ApiToken>) =>
        api.database.write((manager) => manager.update(ApiToken, { id: apiTokenId! }, values));
      await token({ expiresAt: new Date(0) });
      expect(await open(url)).toEqual(ended);
      await token({ expiresAt: null, revokedAt: new Date() });
      expect(await open(url)).toEqual(ended);
      await token({ revokedAt: null, scope: 'viewer' });
      expect(await open(url)).toEqual(ended);
      await token({ scope: 'operator' });
      expect(await open(url)).toEqual(works);
    });
  });

  describe('P-DOWNLOAD-2 can be revoked', () => {
    it('by the one who made it; again changes nothing; the audit log says so once', async () => {
      const operator = await signIn(api, { role: 'operator' });
      const { id, url } = await linkTo(api, operator, backupId);
      expect((await operator.delete(`/download-links/${id}`)).status).toBe(204);
      expect(await open(url)).toEqual(ended);
      expect((await operator.delete(`/download-links/${id}`)).status).toBe(204);
      const events = await api.database.read.findBy(AuditEvent, { action: 'download.revoke', objectId: backupId });
      expect(events.map(({ detail }) => detail)).toEqual([{ kind: 'copy', linkId: id }]);
    });

    it('by an owner, whoever made it', async () => {
      const { id, url } = await linkTo(api, await signIn(api, { role: 'operator' }), backupId);
      expect((await owner.delete(`/download-links/${id}`)).status).toBe(204);
      expect(await open(url)).toEqual(ended);
    });

    it('H29 not by another operator, who is not even told that there is one', async () => {
      const { id, url } = await linkTo(api, owner, backupId);
      const operator = await signIn(api, { role: 'operator' });
      const answers = await Promise.all(
        [id, randomUUID()].map(async (each) => operator.delete(`/download-links/${each}`)),
      );
      const [other, none] = answers.map(({ status, body }) => ({
        status,
        body: { ...(body as object), instance: '' },
      }));
      expect(other).toMatchObject({ status: 404, body: { code: 'LINK_NOT_FOUND' } });
      expect(other).toEqual(none);
      expect(await open(url)).toEqual(works);
    });
  });

  it('that ended a day ago is forgotten when another one is made, and nothing else is', async () => {
    const age = async (id: string, hours: number) =>
      api.database.write((manager) =>
        manager.update(DownloadLink, { id }, { expiresAt: new Date(Date.now() - hours * 3_600_000) }),
      );
    const old = await linkTo(api, owner, backupId);
    const recent = await linkTo(api, owner, backupId);
    await age(old.id, 25);
    await age(recent.id, 23);
    await linkTo(api, owner, backupId);
    expect(await open(old.url)).toEqual([403, 'LINK_INVALID']);
    expect(await open(recent.url)).toEqual(ended);
  });
});
