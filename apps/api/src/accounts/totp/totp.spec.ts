import { generateSync } from 'otplib';
import { anyone, signIn, testEmail, testPassword, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { AuditEvent } from '../audit-event.entity';
import { movableClock, type MovableClock } from '../testing/movable-clock';
import { User } from '../user.entity';
import type { RecoveryCodesDto, TotpOfferDto } from './totp.dto';

describe('the second factor', () => {
  let api: TestApi;
  let clock: MovableClock;
  let owner: ApiClient;
  let offer: TotpOfferDto;
  beforeEach(async () => {
    api = await startTestApi();
    owner = await signIn(api);
    clock = movableClock(api);
    offer = (await owner.post<TotpOfferDto>('/accounts/me/totp')).body;
  });
  afterEach(() => api.close());

  /** The code of the app, so many steps of 30 seconds away. */
  const appCode = (steps = 0) =>
    generateSync({ secret: offer.secret, epoch: Math.floor(clock.now().getTime() / 1_000) + steps * 30 });
  const enable = (code: string, password = testPassword) =>
    owner.post<RecoveryCodesDto & { code: string }>('/accounts/me/totp/enable', { password, code });
  const login = (code?: string, password = testPassword) =>
    anyone(api).post<{ code: string }>('/accounts/login', { email: testEmail('owner'), password, code });
  const enabled = async () => {
    const { body } = await enable(appCode());
    clock.forward(90);
    return body.recoveryCodes;
  };

  it('is offered as a picture that loads nothing, and changes nothing yet', async () => {
    expect(offer.uri).toBe(`otpauth://totp/Stowbase:owner%40example.org?secret=${offer.secret}&issuer=Stowbase`);
    expect(offer.qrCode).toMatch(/^<svg [^]*<\/svg>\s*$/);
    expect(offer.qrCode).not.toMatch(/script|href|url\(|data:/i);
    expect((await login()).status).toBe(200);
  });

  it('P-ACCOUNT-14 is on after a first right code and the password, not before', async () => {
    expect(await enable('000000')).toMatchObject({ status: 403, body: { code: 'CODE_WRONG' } });
    expect(await enable(appCode(), 'wrong')).toMatchObject({ status: 403, body: { code: 'PASSWORD_WRONG' } });
    expect((await login()).status).toBe(200);
    const { status, body } = await enable(appCode());
    expect(status).toBe(200);
    expect(body.recoveryCodes).toHaveLength(10);
    expect(await login()).toMatchObject({ status: 401, body: { code: 'TOTP_REQUIRED' } });
    expect(await enable(appCode())).toMatchObject({ status: 409, body: { code: 'TOTP_ON' } });
    expect((await owner.post('/accounts/me/totp')).status).toBe(409);
  });

  it('accepts the code of this step and of its neighbours, for clocks that differ', async () => {
    await enabled();
    for (const [steps, status] of [
      [-2, 403],
      [-1, 200],
      [0, 200],
      [1, 200],
      [2, 403],
    ] as const) {
      expect([steps, (await login(appCode(steps))).status]).toEqual([steps, status]);
    }
  });

  it('P-ACCOUNT-15 accepts a code once, and none that is older', async () => {
    await enable(appCode());
    expect(await login(appCode())).toMatchObject({ status: 403, body: { code: 'CODE_WRONG' } });
    clock.forward(30);
    expect((await login(appCode(1))).status).toBe(200);
    expect((await login(appCode(1))).status).toBe(403);
    expect((await login(appCode(0))).status).toBe(403);
    clock.forward(60);
    const code = appCode();
    const both = await Promise.all([login(code), login(code), login(code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
  });

  it('P-ACCOUNT-16 has recovery codes, each for one time, of which only digests are kept', async () => {
    const [first, second] = await enabled();
    expect(first).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    const both = await Promise.all([login(first), login(first)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect((await login(second!.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
    const row = await api.database.read.findOneByOrFail(User, { emailKey: testEmail('owner') });
    expect(row.recoveryCodes).toHaveLength(8);
    expect(JSON.stringify(row)).not.toContain(first);
    expect(row.totpSecret!.includes(offer.secret)).toBe(false);
    expect(await api.database.read.countBy(AuditEvent, { action: 'totp.recovery_code_used' })).toBe(2);
  });

  it('H43 codes can not be guessed: attempts with the right password count as well', async () => {
    await enabled();
    const statuses = [];
    for (let i = 0; i < 11; i += 1) {
      // Asking without a code in between makes up for nothing.
      if (i < 10) await login();
      statuses.push((await login(String(100_000 + i))).status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect((await login(appCode())).status).toBe(429);
    clock.forward(900);
    expect((await login(appCode())).status).toBe(200);
  });

  it('does not tell that it is on to somebody without the password', async () => {
    await enabled();
    expect(await login(undefined, 'wrong')).toMatchObject({ status: 401, body: { code: 'LOGIN_FAILED' } });
    expect(await login(appCode(), 'wrong')).toMatchObject({ status: 401, body: { code: 'LOGIN_FAILED' } });
  });

  it('is turned off with password and code, and recovery codes are renewed so', async () => {
    const [old] = await enabled();
    const with_ = (code: string) => ({ password: testPassword, code });
    expect((await owner.post('/accounts/me/totp/disable', with_('000000'))).status).toBe(403);
    const renewed = await owner.post<RecoveryCodesDto>('/accounts/me/totp/recovery-codes', with_(appCode()));
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await login(old)).status).toBe(403);
    expect((await owner.post('/accounts/me/totp/disable', with_(renewed.body.recoveryCodes[0]!))).status).toBe(204);
    expect((await login()).status).toBe(200);
    expect(await owner.post('/accounts/me/totp/disable', with_(appCode()))).toMatchObject({
      status: 409,
      body: { code: 'TOTP_OFF' },
    });
  });
});
