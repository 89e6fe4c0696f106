import { generateSync } from 'otplib';
import { anyone, signIn, testEmail, testPassword, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { AuditEvent } from '../audit-event.entity';
import type { TotpOfferDto } from '../totp/totp.dto';
import { disableTotp } from './disable-totp';
import { resetPassword } from './reset-password';

describe('stowbase admin', () => {
  let api: TestApi;
  let owner: ApiClient;
  const email = testEmail('owner');
  beforeEach(async () => {
    api = await startTestApi();
    owner = await signIn(api);
  });
  afterEach(() => api.close());

  const login = (password: string) => anyone(api).post('/accounts/login', { email, password });
  const lastEvent = async () => (await api.database.read.find(AuditEvent, { order: { id: 'DESC' }, take: 1 }))[0];

  it('P-ACCOUNT-26 reset-password makes one, ends all sessions and all waiting, and is in the audit log', async () => {
    for (let i = 0; i < 11; i += 1) await login('wrong');
    expect((await login(testPassword)).status).toBe(429);
    const { password, secondFactor } = await resetPassword(api.database, ' OWNER@example.org', null);
    expect(password).toMatch(/^([a-z2-9]{5}-){4}[a-z2-9]{5}$/);
    expect(secondFactor).toBe('off');
    expect(await lastEvent()).toMatchObject({ actorKind: 'console', action: 'user.password', objectName: email });
    expect((await owner.get('/accounts/me')).status).toBe(401);
    expect((await login(testPassword)).status).toBe(401);
    expect((await login(password!)).status).toBe(200);
    expect(JSON.stringify(await api.database.read.find(AuditEvent))).not.toContain(password);
  });

  it('reset-password takes a given one by the same rules', async () => {
    await expect(resetPassword(api.database, email, 'stowbase-12345')).rejects.toMatchObject({
      code: 'PASSWORD_REFUSED',
    });
    expect((await resetPassword(api.database, email, 'eleven green bottles hanging')).password).toBeNull();
    expect((await login('eleven green bottles hanging')).status).toBe(200);
  });

  it('P-ACCOUNT-26 disable-totp lets the password alone do again', async () => {
    const { secret } = (await owner.post<TotpOfferDto>('/accounts/me/totp')).body;
    await owner.post('/accounts/me/totp/enable', { password: testPassword, code: generateSync({ secret }) });
    expect((await login(testPassword)).status).toBe(401);
    expect(await disableTotp(api.database, email)).toBe(email);
    expect(await lastEvent()).toMatchObject({ actorKind: 'console', action: 'totp.disable', objectName: email });
    expect((await login(testPassword)).status).toBe(200);
    await expect(disableTotp(api.database, email)).rejects.toMatchObject({ code: 'SECOND_FACTOR_OFF' });
  });

  it('names the users there are when the address is unknown', async () => {
    await expect(resetPassword(api.database, 'typo@example.org', null)).rejects.toMatchObject({
      code: 'USER_UNKNOWN',
      nextStep: `There is ${email}.`,
    });
  });
});
