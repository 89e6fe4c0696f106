import { anyone, setCookies, signIn, testEmail, testPassword } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { AuditEvent } from '../audit-event.entity';
import { LoginSession } from '../login-session.entity';
import { Argon2id } from '../passwords/argon2id';
import { noPassword, Passwords } from '../passwords/passwords.service';
import { User } from '../user.entity';
import { newUser } from '../users/new-user';

describe('signing in', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    await signIn(api);
  });
  afterAll(() => api.close());

  const login = (email: string, password: string, headers = {}) =>
    anyone(api).post<Record<string, unknown>>('/accounts/login', { email, password }, headers);
  const right = { email: testEmail('owner'), password: testPassword };

  it('P-ACCOUNT-2 gives a cookie that scripts can not read, of which only the SHA-256 is kept', async () => {
    const { headers } = await login(right.email, right.password);
    const cookies = headers['set-cookie'] as string[];
    const session = cookies.find((cookie) => cookie.startsWith('__Host-sid='))!;
    expect(session).toMatch(/^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(cookies.find((cookie) => cookie.startsWith('__Host-device='))).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
    expect(cookies.find((cookie) => cookie.startsWith('XSRF-TOKEN='))).not.toMatch(/HttpOnly/);
    const secret = /=([\w-]+)/.exec(session)![1]!;
    const rows = await api.database.read.find(LoginSession);
    expect(rows.every(({ tokenSha256 }) => /^[0-9a-f]{64}$/.test(tokenSha256))).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('H42 has one text and one work for a wrong user, a wrong password, a disabled user and one without password', async () => {
    const hash = await api.app.get(Passwords).hash(testPassword);
    const disabled = {
      ...newUser({ email: 'gone@example.org', name: 'Gone', role: 'owner', passwordHash: hash }, new Date()),
      disabled: true,
    };
    const invited = newUser(
      { email: 'new@example.org', name: 'New', role: 'viewer', passwordHash: noPassword },
      new Date(),
    );
    await api.database.write((manager) => manager.insert(User, [disabled, invited]));
    const argon2id = api.app.get(Argon2id);
    const derive = argon2id.derive.bind(argon2id);
    const costs: object[] = [];
    argon2id.derive = (password, salt, cost) => {
      costs.push(cost);
      return derive(password, salt, cost);
    };
    const tries: [string, string][] = [
      ['nobody@example.org', testPassword],
      [right.email, 'not the password at all'],
      ['gone@example.org', testPassword],
      ['new@example.org', testPassword],
      ['new@example.org', noPassword],
    ];
    const replies = [];
    for (const [email, password] of tries) replies.push(await login(email, password));
    argon2id.derive = derive;
    const told = replies.map(({ status, body: { code, detail, nextStep } }) => [status, code, detail, nextStep]);
    expect(told[0]!.slice(0, 2)).toEqual([401, 'LOGIN_FAILED']);
    for (const one of told) expect(one).toEqual(told[0]);
    expect(costs).toEqual(tries.map(() => ({ memory: 19_456, passes: 2, parallelism: 1 })));
    expect(replies.flatMap(({ headers }) => setCookies(headers))).toEqual([]);
  });

  it('H42 cuts no password short, neither at 72 bytes nor at NUL', async () => {
    const long = `${'seven quiet herons '.repeat(6)}end`;
    const hash = await api.app.get(Passwords).hash(long);
    const user = newUser({ email: 'long@example.org', name: 'Long', role: 'viewer', passwordHash: hash }, new Date());
    await api.database.write((manager) => manager.insert(User, user));
    expect((await login('long@example.org', long)).status).toBe(200);
    expect((await login('long@example.org', long.slice(0, 72))).status).toBe(401);
    expect((await login('long@example.org', `${long}\0`)).status).toBe(401);
    expect((await login('long@example.org', long.slice(0, -1) + '\0' + long.slice(-1))).status).toBe(401);
  });

  it('H42 takes a password composed or not, as keyboards differ', async () => {
    const hash = await api.app.get(Passwords).hash('größere Schlösser'.normalize('NFD'));
    const user = newUser({ email: 'nfc@example.org', name: 'Nfc', role: 'viewer', passwordHash: hash }, new Date());
    await api.database.write((manager) => manager.insert(User, user));
    expect((await login('nfc@example.org', 'größere Schlösser'.normalize('NFC'))).status).toBe(200);
    expect((await login('nfc@example.org', 'größere Schlösser'.normalize('NFD'))).status).toBe(200);
    expect((await login('NFC@Example.org ', 'größere Schlösser')).status).toBe(200);
  });

  it('H42 refuses a password of a megabyte before it is hashed', async () => {
    expect((await login(right.email, 'x'.repeat(1024 * 1024))).status).toBe(413);
    expect(await login(right.email, 'x'.repeat(1_000_000))).toMatchObject({
      status: 400,
      body: { code: 'INVALID_INPUT' },
    });
  });

  it('replaces the session of the browser', async () => {
    const before = await signIn(api);
    const again = await login(right.email, right.password, before.headers);
    expect(again.status).toBe(200);
    expect((await before.get('/accounts/me')).status).toBe(401);
  });

  it('ends with signing out', async () => {
    const client = await signIn(api);
    const out = await client.post('/accounts/logout');
    expect(out.status).toBe(204);
    expect(setCookies(out.headers)).toEqual(['__Host-sid=', 'XSRF-TOKEN=']);
    expect((await client.get('/accounts/me')).status).toBe(401);
  });

  it('is in the audit log, also when it failed, without the password', async () => {
    await login('somebody@example.org', 'a password that is wrong');
    const events = await api.database.read.find(AuditEvent, { order: { id: 'DESC' }, take: 50 });
    expect(events[0]).toMatchObject({
      action: 'login.failed',
      actorKind: 'anonymous',
      actorName: 'somebody@example.org',
      address: '127.0.0.1',
    });
    expect(events.some(({ action, actorName }) => action === 'login' && actorName === right.email)).toBe(true);
    expect(JSON.stringify(events)).not.toContain('a password that is wrong');
    expect(JSON.stringify(events)).not.toContain(testPassword);
  });
});
