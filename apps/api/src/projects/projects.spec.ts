import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { AuditEventsDto } from '../accounts/audit/audit.dto';
import { apiToken, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';
import { Project } from './project.entity';

const canary = 'Canary-password-84c1';

interface Reply {
  id: string;
  name: string;
  version: number;
  code: string;
  field: string;
  [more: string]: unknown;
}

describe('projects', () => {
  let server: ScratchServer;
  let api: TestApi;
  let owner: ApiClient;
  let viewer: ApiClient;
  let url: string;

  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const { user } = server.superuser;
    await server.with(user, 'postgres', async (client) => {
      await client.query('CREATE DATABASE shop');
      await client.query(`CREATE ROLE backup SUPERUSER LOGIN PASSWORD '${canary}'`);
    });
    url = `postgresql://backup:${canary}@${server.host}:${server.port}/shop`;
    api = await startTestApi();
    owner = await apiToken(api, 'owner');
    viewer = await apiToken(api, 'viewer');
  });
  afterAll(async () => {
    await api.close();
    await server.stop();
  });

  async function created(more: object = {}): Promise<Reply> {
    const { status, body } = await owner.post('/projects', { connection: { url }, ...more });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body as Reply;
  }

  it('are made from a pasted string, checked first, and never give the password back', async () => {
    const project = await created({ name: 'Shop' });
    expect(project).toMatchObject({
      name: 'Shop',
      ref: null,
      version: 1,
      connection: { username: 'backup', database: 'shop', kind: 'plain', password: { set: true } },
      lastCheck: { ok: true },
    });
    expect(JSON.stringify(project)).not.toContain(canary);
    const row = await api.database.read.findOneByOrFail(Project, { id: project.id });
    expect(row.password?.includes(canary)).toBe(false);
    const { status, body } = await owner.post(`/projects/${project.id}/doctor`);
    expect({ status, ok: (body as Reply)['ok'] }).toEqual({ status: 200, ok: true });
  });

  it('H10 that can not be reached are not stored, and the reply has every check', async () => {
    const wrong = url.replace(canary, 'not-the-password');
    const { status, body } = await owner.post('/projects', { name: 'Wrong', connection: { url: wrong } });
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'CHECKS_FAILED', reason: 'AUTH_FAILED' } });
    expect((body as { checks: { id: string; status: string }[] }).checks).toContainEqual(
      expect.objectContaining({ id: 'login', status: 'fail' }),
    );
    expect(JSON.stringify(body)).not.toContain('not-the-password');
    const { body: list } = await viewer.get('/projects');
    expect((list as { items: Reply[] }).items.map(({ name }) => name)).not.toContain('Wrong');
  });

  it('can be stored although checks fail, when that is said', async () => {
    const wrong = url.replace(canary, 'paused');
    const { status, body } = await owner.post('/projects', {
      name: 'Paused',
      connection: { url: wrong },
      saveAnyway: true,
    });
    expect({ status, ok: (body as { lastCheck: { ok: boolean } }).lastCheck.ok }).toEqual({ status: 201, ok: false });
  });

  it('are edited after the password was rotated; the new one is tried first', async () => {
    const project = await created({ name: 'Rotated' });
    await server.with(server.superuser.user, 'postgres', (client) =>
      client.query(`CREATE ROLE rotated SUPERUSER LOGIN PASSWORD 'new-${canary}'`),
    );
    const change = { version: 1, connection: { username: 'rotated' } };
    expect((await owner.patch(`/projects/${project.id}`, change)).body).toMatchObject({
      code: 'PASSWORD_NEEDED_AGAIN',
    });
    const wrong = { version: 1, connection: { username: 'rotated', password: 'wrong' } };
    expect((await owner.patch(`/projects/${project.id}`, wrong)).body).toMatchObject({ code: 'CHECKS_FAILED' });
    const right = { version: 1, connection: { username: 'rotated', password: `new-${canary}` } };
    expect(await owner.patch(`/projects/${project.id}`, right)).toMatchObject({ status: 200, body: { version: 2 } });
    const { items } = (await owner.get<AuditEventsDto>(`/audit?object=${project.id}&kind=changes`)).body;
    expect(items[0]?.changes).toEqual([
      { field: 'connection.username', before: 'backup', after: 'rotated', hidden: false },
      { field: 'connection.password', before: null, after: null, hidden: true },
    ]);
  });

  it('H33 keep their password when a change leaves it out or sends its mask', async () => {
    const project = await created({ name: 'Masked' });
    const change = { version: 1, notes: 'later', connection: { password: '••••' } };
    const { status, body } = await owner.patch(`/projects/${project.id}`, change);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { notes: 'later', connection: { password: { set: true } } },
    });
    expect((await owner.post(`/projects/${project.id}/doctor`)).body).toMatchObject({ ok: true });
  });

  it('H35 refuse a change that is based on an older version', async () => {
    const project = await created({ name: 'Two tabs' });
    expect((await owner.patch(`/projects/${project.id}`, { version: 1, notes: 'first' })).status).toBe(200);
    const { status, body } = await owner.patch(`/projects/${project.id}`, { version: 1, notes: 'second' });
    expect({ status, body }).toMatchObject({ status: 409, body: { code: 'STALE_VERSION', version: 2 } });
  });

  it('H31 have names of their own, whatever their case', async () => {
    await created({ name: 'Unique' });
    const { status, body } = await owner.post('/projects', { name: ' unique ', connection: { url } });
    expect({ status, body }).toMatchObject({ status: 409, body: { code: 'NAME_TAKEN', field: 'name' } });
  });

  it('are named by one of twenty parallel requests only', async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => owner.post('/projects', { name: 'Raced', connection: { url } })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
  });

  it('are added many at once; one that can not be stored keeps no other back', async () => {
    const { status, body } = await owner.post('/projects/bulk', {
      projects: [
        { name: 'Bulk 1', connection: { url: url.replace('/shop', '/postgres') } },
        { name: 'Bulk 2', connection: { url: 'mysql://nobody@nowhere/x' } },
        { name: 'Bulk 3', connection: { url: url.replace('/shop', '/postgres') } },
      ],
    });
    expect(status).toBe(200);
    expect((body as { results: object[] }).results).toMatchObject([
      { status: 'created', project: { name: 'Bulk 1' } },
      { status: 'failed', problem: { code: 'CONNECTION_INVALID', field: 'connection.url' } },
      { status: 'exists', project: { name: 'Bulk 1' } },
    ]);
  });

  it('are recognised as Supabase projects by their connection, before anything is stored', async () => {
    const connection = { url: 'postgresql://postgres@db.abcdefghijklmnopqrst.supabase.co:6543/postgres' };
    const { status, body } = await owner.post('/projects/doctor', { connection });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { code: 'CONNECTION_INVALID', reason: 'POOLER_TRANSACTION_MODE' },
    });
  });

  it('are deleted by their owner; their name is free again and their password gone', async () => {
    const project = await created({ name: 'Gone' });
    expect((await viewer.delete(`/projects/${project.id}`)).status).toBe(403);
    expect((await owner.delete(`/projects/${project.id}`)).status).toBe(204);
    expect((await owner.get(`/projects/${project.id}`)).body).toMatchObject({ code: 'PROJECT_NOT_FOUND' });
    expect((await api.database.read.findOneByOrFail(Project, { id: project.id })).password).toBeNull();
    await created({ name: 'Gone' });
  });

  it('may be read by a viewer, and not changed', async () => {
    expect((await viewer.get('/projects')).status).toBe(200);
    expect((await viewer.post('/projects', { connection: { url } })).status).toBe(403);
  });
});
