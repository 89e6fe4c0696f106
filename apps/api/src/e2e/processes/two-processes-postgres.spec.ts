import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { BackupDto } from '../../backups/records/backup.dto';
import type { ReadEvent } from '../../events/testing/event-reader';
import type { ApiClient } from '../../testing/api-client';
import type { TestApi } from '../../testing/start-test-api';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { Setup } = await import('../../accounts/setup/setup.service');
const { newSecret } = await import('../../accounts/secret-token');
const { User } = await import('../../accounts/user.entity');
const { Backup } = await import('../../backups/backup.entity');
const { insertDestination, insertProject } = await import('../../backups/testing/rows');
const { until } = await import('../../backups/testing/until');
const { standardOptions } = await import('../../backups/backup-options');
const { RunTransitions } = await import('../../backups/transitions/run-transitions');
const { DownloadLinks } = await import('../../downloads/download-links');
const { EventHub } = await import('../../events/event-hub');
const { readEvents } = await import('../../events/testing/event-reader');
const { anyone, clientOf, signIn, testEmail, testPassword } = await import('../../testing/api-client');
const { startTestApi } = await import('../../testing/start-test-api');

describe('two processes that answer requests, and one that works, on one PostgreSQL', () => {
  let server: ScratchServer;
  let one: TestApi;
  let two: TestApi;
  let worker: TestApi;
  let owner: ApiClient;

  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const APP_KEY = randomBytes(32).toString('hex');
    const start = (ROLE: string): Promise<TestApi> =>
      startTestApi(
        { ROLE, DATABASE_URL: server.url(server.superuser.user, 'postgres'), APP_KEY },
        // Nothing is begun: rows are what these tests are about.
        { maxConcurrentRuns: 0, setupToken: null },
      );
    one = await start('api');
    two = await start('api');
    worker = await start('worker');
  }, 120_000);
  afterAll(async () => {
    for (const api of [worker, two, one]) await api.close();
    await server.stop();
  });

  const at = (api: TestApi, { headers, userId }: ApiClient): ApiClient => clientOf(api, headers, userId);
  const hub = (api: TestApi): InstanceType<typeof EventHub> => api.app.get(EventHub);
  const log = (text: string) => ({ type: 'backup.log', id: 'some', data: { text } }) as const;

  it('P-HA-8 of two setups at once one makes the owner, with the token of either process', async () => {
    const tokens = await Promise.all([one, two].map((api) => api.app.get(Setup).issueToken(newSecret())));
    const replies = await Promise.all(
      [two, one].map((api, index) =>
        anyone(api).post<{ code?: string }>('/accounts/setup', {
          token: tokens[index],
          email: testEmail('owner'),
          name: `Owner ${index}`,
          password: testPassword,
        }),
      ),
    );
    const codes = replies.map(({ status, body }) => body.code ?? status).sort();
    expect(codes[0]).toBeGreaterThanOrEqual(200);
    expect(codes.slice(1)).toEqual(['SETUP_DONE']);
    owner = await signIn(one);
    expect(await one.database.read.count(User)).toBe(1);
  });

  it('P-HA-7 what happens in one is told to the readers of the other, whatever its size', async () => {
    const reader = await readEvents(two, at(two, owner));
    hub(worker).publish(log('small'));
    hub(worker).publish(log('ö'.repeat(20_000)));
    hub(one).publish({ type: 'project.changed', id: 'p', data: { id: 'p', name: 'Shop', deleted: false } });
    const told = [await reader.news(), await reader.news(), await reader.news()];
    const text = ({ data }: ReadEvent): unknown => (data as { data: { text?: string } }).data.text;
    expect(told.map(text).filter((each) => each !== undefined)).toEqual(['small', 'ö'.repeat(20_000)]);
    expect(told.map(({ type }) => type).sort()).toEqual(['backup.log', 'backup.log', 'project.changed']);
    reader.leave();
  });

  it('P-HA-7 of a run only the newest progress is told, at most', async () => {
    const reader = await readEvents(one, owner);
    for (let percent = 0; percent < 50; percent += 1)
      hub(worker).publish({ type: 'backup.progress', id: 'a run', data: { percent } });
    hub(worker).publish(log('after'));
    const first = await reader.news();
    expect(first).toMatchObject({ type: 'backup.progress', data: { data: { percent: 49 } } });
    expect(await reader.news()).toMatchObject({ type: 'backup.log' });
    reader.leave();
  });

  it('P-HA-7 a reader is told to fetch everything when the way between them was cut, or when it comes from the other one', async () => {
    const reader = await readEvents(two, at(two, owner));
    const { id } = await reader.next();
    await server.with(server.superuser.user, 'postgres', (client) =>
      client.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"),
    );
    expect(await reader.news()).toMatchObject({ type: 'reset', data: { reason: 'gap' } });
    hub(worker).publish(log('again'));
    expect(await reader.news()).toMatchObject({ type: 'backup.log' });
    reader.leave();
    const back = await readEvents(two, at(two, owner), { lastEventId: id });
    expect(await back.next()).toMatchObject({ type: 'reset', data: { reason: 'gap' } });
    back.leave();
    const other = await readEvents(one, owner, { lastEventId: id });
    expect(await other.next()).toMatchObject({ type: 'reset', data: { reason: 'restarted' } });
    other.leave();
  }, 30_000);

  it('P-HA-2 the one that works answers for its health alone', async () => {
    expect((await anyone(worker).get('/health/live')).status).toBe(200);
    expect((await anyone(worker).get('/metrics')).status).toBe(401);
    for (const path of ['/backups', '/accounts/setup', '/../', '/accounts/login'])
      expect(await at(worker, owner).get(path)).toMatchObject({
        status: 404,
        body: { detail: 'This process works in the background: it answers for its health and its figures only.' },
      });
  });

  it('P-HA-8 who is signed out at one is signed out at the other; wrong passwords count together', async () => {
    const visitor = await signIn(one, { role: 'viewer' });
    expect((await at(two, visitor).get('/backups')).status).toBe(200);
    expect((await visitor.post('/accounts/logout')).status).toBe(204);
    expect((await at(two, visitor).get('/backups')).status).toBe(401);
    const wrong = { email: testEmail('viewer'), password: 'not the password' };
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < 12; n += 1)
      codes.push((await anyone(n % 2 === 0 ? one : two).post<{ code?: string }>('/accounts/login', wrong)).body.code);
    expect(codes.at(-1)).toBe('TOO_MANY_ATTEMPTS');
  });

  it('P-HA-8 one request that comes to both begins one backup, and either cancels it', async () => {
    const destination = await insertDestination(one.database);
    let id: string | undefined;
    // Again and again: the two have to meet between one statement and the next.
    for (let round = 0; round < 8; round += 1) {
      const project = await insertProject(one.database);
      const wanted = { projectId: project.id, destinations: [destination.id] };
      const key = { 'idempotency-key': randomUUID() };
      const replies = await Promise.all(
        [one, two, one, two].map((api) => at(api, owner).post<BackupDto>('/backups', wanted, key)),
      );
      expect(replies.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
      const ids = new Set(replies.map(({ body }) => body.id));
      expect(ids.size).toBe(1);
      [id] = ids;
    }
    expect((await at(two, owner).post(`/backups/${id}/cancel`)).status).toBe(200);
    expect((await one.database.read.findOneByOrFail(Backup, { id: id! })).status).toBe('cancelled');
  });

  it('P-HA-8 a download that only the other one can give says so, and is cancelled by its link at either', async () => {
    const project = await insertProject(one.database);
    const actor = {
      kind: 'user',
      name: 'owner',
      role: 'owner',
      userId: owner.userId,
      sessionId: null,
      tokenId: null,
      address: '',
    };
    const claim = await one.app.get(RunTransitions).beginDirect({
      project,
      trigger: 'manual',
      type: 'full',
      options: standardOptions,
      recipients: [],
      destinations: [],
      actor: null,
    });
    const session = await one.database.read.query<{ id: string }[]>(
      'SELECT id FROM login_sessions WHERE user_id = $1 LIMIT 1',
      [owner.userId],
    );
    const { link, url } = await one.app
      .get(DownloadLinks)
      .make({ kind: 'direct', backupId: claim.backupId, copyId: null, seconds: 60 }, {
        ...actor,
        sessionId: session[0]!.id,
      } as never);
    const path = new URL(url).pathname.replace('/api', '');
    expect(await anyone(two).get(path)).toMatchObject({ status: 503, body: { code: 'DIRECT_ELSEWHERE' } });
    expect((await at(two, owner).delete(`/download-links/${link.id}`)).status).toBe(204);
    const row = await one.database.read.findOneByOrFail(Backup, { id: claim.backupId });
    expect(row.cancelRequested).toBe(true);
    expect((await anyone(two).get(path)).status).toBe(410);
  });

  it('P-HA-7 a link that is revoked at one ends what runs by it at the other', async () => {
    const heard: unknown[] = [];
    hub(two).signals.subscribe((signal) => heard.push(signal));
    hub(one).signalled.next({ name: 'download.revoked', id: 'a link' });
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ name: 'download.revoked', id: 'a link' }]);
  });
});
