import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiToken, signIn } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { auditChanges } from './audit-changes';
import type { AuditEventsDto } from './audit.dto';

describe('the audit log', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it('tells owners who did what, newest first, page by page', async () => {
    const owner = await signIn(api);
    await owner.post('/tokens', { name: 'nightly', scope: 'operator' });
    const whole = (await owner.get<AuditEventsDto>('/audit')).body;
    expect(whole.items.map(({ action }) => action)).toEqual(['token.create', 'login', 'setup']);
    expect(whole.items[0]).toMatchObject({
      actorKind: 'user',
      actorId: owner.userId,
      actorName: 'owner@example.org',
      objectType: 'token',
      objectName: 'nightly',
      address: '127.0.0.1',
      detail: { scope: 'operator' },
    });
    const first = (await owner.get<AuditEventsDto>('/audit?limit=2')).body;
    const second = (await owner.get<AuditEventsDto>(`/audit?limit=2&cursor=${first.next}`)).body;
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect([first.next === null, second.next]).toEqual([false, null]);
    expect((await owner.get('/audit?cursor=invented')).status).toBe(400);
  });

  it('P-WEB-270 tells what was before and after a change, and of a secret only that it was changed', async () => {
    const owner = await signIn(api);
    const { body: user } = await owner.post<{ user: { id: string } }>('/accounts/users', {
      email: 'anke@example.org',
      name: 'Anke',
      role: 'viewer',
    });
    await owner.patch(`/accounts/users/${user.user.id}`, { version: 1, role: 'operator' });
    const [event] = (await owner.get<AuditEventsDto>(`/audit?object=${user.user.id}`)).body.items;
    expect(event).toMatchObject({
      action: 'user.update',
      changes: [{ field: 'role', before: 'viewer', after: 'operator', hidden: false }],
    });
    expect(event?.detail).not.toHaveProperty('changes');
    const secrets = new Set(['config.secretKey']);
    expect(auditChanges({ 'config.secretKey': 'canary-1' }, { 'config.secretKey': 'canary-2' }, secrets)).toEqual([
      { field: 'config.secretKey', before: null, after: null, hidden: true },
    ]);
    expect(auditChanges({ a: 1, list: ['x'], notes: 'n' }, { a: 1, list: ['x', 'y'], notes: 'n'.repeat(201) })).toEqual(
      [
        { field: 'list', before: 'x', after: 'x, y', hidden: false },
        { field: 'notes', before: null, after: null, hidden: true },
      ],
    );
  });

  it('is not for operators', async () => {
    expect((await (await apiToken(api, 'operator')).get('/audit')).status).toBe(403);
  });

  it('P-ACCOUNT-22 is only ever added to: the database refuses the rest', async () => {
    await signIn(api);
    const count = () => api.database.read.query<{ n: number }[]>('SELECT count(*) AS n FROM audit_events');
    const before = await count();
    for (const sql of ["UPDATE audit_events SET action = 'nothing'", 'DELETE FROM audit_events']) {
      await expect(api.database.write((manager) => manager.query(sql))).rejects.toThrow(/append-only/);
    }
    expect(await count()).toEqual(before);
  });

  it('P-ACCOUNT-22 is written in one place of the source, by inserting', () => {
    const root = join(import.meta.dirname, '../..');
    const files = globSync('**/*.ts', { cwd: root, exclude: (name) => name.endsWith('.spec.ts') });
    const touching = files.filter((file) => /\bAuditEvent\b|audit_events/.test(readFileSync(join(root, file), 'utf8')));
    const writing =
      /\.(insert|update|delete|save|remove|upsert|softDelete|clear|increment|decrement)\(\s*AuditEvent\b/g;
    const writes = touching.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(writing)].map(([, verb]) => `${file}: ${verb}`),
    );
    expect(writes).toEqual(['accounts/audit-log.ts: insert']);
  });
});
