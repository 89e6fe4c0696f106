import { anyone, signIn } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { AuditEvent } from '../audit-event.entity';
import { User } from '../user.entity';

const setupToken = 'a token that the owner of the machine chose';
const first = { token: setupToken, email: 'first@example.org', name: 'First', password: 'seven quiet herons at dawn' };

describe('the first owner', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi({}, { setupToken });
  });
  afterEach(() => api.close());

  it('P-ACCOUNT-1 H45 is one, of 20 who try at once', async () => {
    const client = anyone(api);
    const all = Array.from({ length: 20 }, (_, i) =>
      client.post('/accounts/setup', { ...first, email: `owner${i}@example.org` }),
    );
    const replies = await Promise.all(all);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of replies.filter((reply) => reply.status !== 201)) {
      expect([status, (body as { code: string }).code]).toEqual([404, 'SETUP_DONE']);
    }
    expect(await api.database.read.countBy(User, {})).toBe(1);
    expect(await api.database.read.findBy(AuditEvent, { action: 'setup' })).toHaveLength(1);
  });

  it('H45 needs the token', async () => {
    const wrong = await anyone(api).post('/accounts/setup', { ...first, token: 'guessed' });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'SETUP_TOKEN_WRONG', field: 'token' } });
    expect(await api.database.read.countBy(User, {})).toBe(0);
    expect(await anyone(api).get('/accounts/setup')).toMatchObject({ status: 200, body: { open: true } });
  });

  it('H45 is made once: the same token again finds nothing', async () => {
    const { status, body } = await anyone(api).post('/accounts/setup', first);
    expect([status, body]).toEqual([201, expect.objectContaining({ email: first.email, role: 'owner' })]);
    expect(await anyone(api).post('/accounts/setup', first)).toMatchObject({
      status: 404,
      body: { code: 'SETUP_DONE' },
    });
    const other = { ...first, token: 'guessed' };
    expect(await anyone(api).post('/accounts/setup', other)).toMatchObject({
      status: 404,
      body: { code: 'SETUP_DONE' },
    });
    expect(await anyone(api).get('/accounts/setup')).toMatchObject({ body: { open: false } });
  });

  it('H44 has no password that anyone would try, and the token can still be used then', async () => {
    const weak = await anyone(api).post('/accounts/setup', { ...first, password: 'backup-supabase-1' });
    expect(weak).toMatchObject({ status: 400, body: { code: 'WEAK_PASSWORD', field: 'password' } });
    expect(JSON.stringify(weak.body)).not.toContain('backup-supabase-1');
    expect((await anyone(api).post('/accounts/setup', first)).status).toBe(201);
  });

  it('is guessed at slowly', async () => {
    const guess = () => anyone(api).post('/accounts/setup', { ...first, token: 'guessed' });
    const statuses = [];
    for (let i = 0; i < 21; i += 1) statuses.push((await guess()).status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 403));
    expect(statuses.at(-1)).toBe(429);
  });

  it('keeps the token only as a digest', async () => {
    const rows = await api.database.read.query<object[]>("SELECT * FROM settings WHERE id = 'setup_token'");
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(setupToken);
  });

  it('signs in afterwards', async () => {
    expect((await (await signIn(api)).get('/accounts/me')).status).toBe(200);
  });
});
