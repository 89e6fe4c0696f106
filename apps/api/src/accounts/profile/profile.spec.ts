import { jest } from '@jest/globals';
import { anyone, signIn, testPassword } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { Passwords } from '../passwords/passwords.service';
import { User } from '../user.entity';

describe('P-HOSTILE-3: somebody who knows an old password', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it('can not put theirs over one that was chosen while the old one was being checked', async () => {
    const owner = await signIn(api);
    const passwords = api.app.get(Passwords);
    const hash = passwords.hash.bind(passwords);
    const { id } = await api.database.read.findOneByOrFail(User, { emailKey: 'owner@example.org' });
    jest.spyOn(passwords, 'hash').mockImplementationOnce(async (password) => {
      const theirs = await hash(password);
      const passwordHash = await hash('eight grey cranes in the mist');
      await api.database.write((manager) => manager.update(User, id, { passwordHash }));
      return theirs;
    });
    const body = { password: testPassword, newPassword: 'five hostile gulls over the sea' };
    expect(await owner.post('/accounts/me/password', body)).toMatchObject({
      status: 403,
      body: { code: 'PASSWORD_WRONG' },
    });
    const { passwordHash } = await api.database.read.findOneByOrFail(User, { id });
    expect(await passwords.matches('eight grey cranes in the mist', passwordHash)).toBe(true);
  });

  it('does not get in with a password alone while a second factor is being turned on', async () => {
    await signIn(api, { role: 'operator' });
    const passwords = api.app.get(Passwords);
    const matches = passwords.matches.bind(passwords);
    jest.spyOn(passwords, 'matches').mockImplementationOnce(async (password, kept) => {
      const right = await matches(password, kept);
      await api.database.write((manager) =>
        manager.update(User, { emailKey: 'operator@example.org' }, { totpEnabled: true }),
      );
      return right;
    });
    const reply = await anyone(api).post('/accounts/login', { email: 'operator@example.org', password: testPassword });
    expect(reply).toMatchObject({ status: 401, body: { code: 'LOGIN_FAILED' } });
  });
});
