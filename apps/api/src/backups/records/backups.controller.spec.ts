import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { AuditEvent } from '../../accounts/audit-event.entity';
import { AuditLog } from '../../accounts/audit-log';
import { EventHub, type ApiEvent } from '../../events/event-hub';
import { apiToken, signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { Backup } from '../backup.entity';
import { BackupCopy } from '../backup-copy.entity';
import { CopyLease } from '../copy-lease.entity';
import { insertDestination, insertProject } from '../testing/rows';
import { someFacts } from '../testing/run-world';
import { until } from '../testing/until';
import { DatabaseClock } from '../transitions/database-clock';
import { RunChanged } from '../transitions/run-changed';
import { standardPolicy } from '../transitions/run-policy';
import { RunTransitions } from '../transitions/run-transitions';
import { StoredTotals } from '../transitions/stored-totals';
import { BackupRecords } from './backup-records.service';
import type { BackupDto, BackupPageDto } from './backup.dto';

describe('backups over REST', () => {
  let api: TestApi;
  let client: ApiClient;
  let transitions: RunTransitions;

  beforeAll(async () => {
    // Nothing is begun by itself.
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    client = await signIn(api);
    // The one that does begin: in the place of the queue.
    const get = api.app.get.bind(api.app);
    transitions = new RunTransitions(
      api.database,
      get(DatabaseClock),
      { ...standardPolicy, limit: 100 },
      get(StoredTotals),
      get(AuditLog),
      get(RunChanged),
    );
  });
  afterAll(() => api.close());

  async function asked(body: object = {}, headers: Record<string, string> = {}): Promise<BackupDto> {
    const project = await insertProject(api.database);
    const destination = await insertDestination(api.database);
    const wanted = { projectId: project.id, destinations: [destination.id], ...body };
    const reply = await client.post<BackupDto>('/backups', wanted, headers);
    expect(reply).toMatchObject({ status: 202 });
    return reply.body;
  }

  /** With all that a runner does, for a row that `asked` made. */
  async function finished({ id }: BackupDto, change: Partial<typeof someFacts> = {}): Promise<BackupDto> {
    const others = await api.database.read.findBy(Backup, { status: 'queued' });
    for (const other of others) if (other.id !== id) await transitions.requestCancel(other.id);
    const claim = (await transitions.claimNext())!;
    await transitions.beginCommitting(claim, { ...someFacts, ...change });
    for (const copy of claim.copies) {
      await transitions.copySettled(claim, copy.id, {
        status: 'stored',
        object: { size: 1024 },
        sha256: 'a'.repeat(64),
      });
    }
    await transitions.finish(claim, { status: 'succeeded' });
    return (await client.get<BackupDto>(`/backups/${id}`)).body;
  }

  it('asks for one: it is queued, with what the project says filled in', async () => {
    const backup = await asked({ options: { jobs: 4 }, notes: 'before the release' });
    expect(backup).toMatchObject({
      status: 'queued',
      shownStatus: 'queued',
      trigger: 'manual',
      type: 'full',
      options: { compression: 'zstd', compressionLevel: 3, jobs: 4, history: true },
      notes: 'before the release',
      encrypted: false,
      copies: [{ status: 'pending', key: null }],
      links: { self: `/api/backups/${backup.id}` },
    });
    const audit = await api.database.read.findOneByOrFail(AuditEvent, { action: 'backup.start', objectId: backup.id });
    expect(audit).toMatchObject({ actorKind: 'user', objectName: backup.projectName });
    const token = await apiToken(api, 'operator');
    const project = await insertProject(api.database);
    const body = { projectId: project.id, destinations: [backup.copies[0]!.destinationId] };
    expect((await token.post('/backups', body)).body).toMatchObject({ trigger: 'api' });
  });

  it('H36 asks for one fifty times at once: one is made, the others name it', async () => {
    const project = await insertProject(api.database);
    const destination = await insertDestination(api.database);
    const body = { projectId: project.id, destinations: [destination.id] };
    const replies = await Promise.all(Array.from({ length: 50 }, () => client.post<BackupDto>('/backups', body)));
    const made = replies.filter(({ status }) => status === 202);
    expect(made).toHaveLength(1);
    const refused = replies.filter(({ status }) => status !== 202);
    expect(refused).toHaveLength(49);
    for (const reply of refused) {
      expect(reply).toMatchObject({ status: 409, body: { code: 'RUN_ACTIVE', backupId: made[0]!.body.id } });
    }
  });

  it('H36 answers the same for the same Idempotency-Key and body', async () => {
    const project = await insertProject(api.database);
    const destination = await insertDestination(api.database);
    const key = { 'idempotency-key': randomUUID() };
    const body = { projectId: project.id, destinations: [destination.id], type: 'schema' };
    const first = await client.post<BackupDto>('/backups', body, key);
    const shuffled = { type: 'schema', destinations: [destination.id], projectId: project.id };
    const again = await client.post<BackupDto>('/backups', shuffled, key);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.body.id).toBe(first.body.id);
    const other = await client.post('/backups', { ...body, type: 'data' }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    const odd = await client.post('/backups', body, { 'idempotency-key': 'a b' });
    expect(odd).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_INVALID' } });
  });

  it.each([
    [{ projectId: 'x' }, 400, 'INVALID_INPUT'],
    [{ projectId: randomUUID() }, 404, 'PROJECT_NOT_FOUND'],
    [{ destinations: [randomUUID()] }, 404, 'DESTINATION_NOT_FOUND'],
    [{ destinations: [] }, 400, 'INVALID_INPUT'],
    [{ type: 'everything' }, 400, 'INVALID_INPUT'],
    [{ options: { jobs: 9 } }, 400, 'INVALID_INPUT'],
    [{ options: { compression: 'gzip', compressionLevel: 12 } }, 400, 'INVALID_INPUT'],
    [{ options: { excludeTables: ['no dot'] } }, 400, 'INVALID_INPUT'],
    [{ status: 'succeeded' }, 400, 'INVALID_INPUT'],
  ])('refuses %j with %i %s, and keeps nothing', async (change, status, code) => {
    const project = await insertProject(api.database);
    const destination = await insertDestination(api.database);
    const before = await api.database.read.count(Backup);
    const body = { projectId: project.id, destinations: [destination.id], ...change };
    expect(await client.post('/backups', body)).toMatchObject({ status, body: { code } });
    expect(await api.database.read.count(Backup)).toBe(before);
  });

  it('refuses a destination that is disabled or being deleted', async () => {
    const project = await insertProject(api.database);
    const disabled = await insertDestination(api.database, undefined, { enabled: false });
    const closing = await insertDestination(api.database, undefined, { closing: true });
    const ask = (id: string): ReturnType<ApiClient['post']> =>
      client.post('/backups', { projectId: project.id, destinations: [id] });
    expect(await ask(disabled.id)).toMatchObject({ status: 409, body: { code: 'DESTINATION_DISABLED' } });
    expect(await ask(closing.id)).toMatchObject({ status: 409, body: { code: 'DESTINATION_CLOSING' } });
  });

  it('needs more than a viewer to change anything', async () => {
    const backup = await asked();
    const viewer = await signIn(api, { role: 'viewer' });
    expect(await viewer.get(`/backups/${backup.id}`)).toMatchObject({ status: 200 });
    expect(await viewer.post('/backups', { projectId: backup.projectId })).toMatchObject({ status: 403 });
    expect(await viewer.post(`/backups/${backup.id}/cancel`)).toMatchObject({ status: 403 });
    const operator = await signIn(api, { role: 'operator' });
    expect(await operator.delete(`/backups/${backup.id}`)).toMatchObject({ status: 403 });
  });

  it.each(['x', '00000000-0000-0000-0000-000000000000', '%27%3B--'])('H29 knows no backup %s', async (id) => {
    for (const reply of [
      await client.get(`/backups/${id}`),
      await client.patch(`/backups/${id}`, {}),
      await client.delete(`/backups/${id}`),
      await client.post(`/backups/${id}/cancel`),
    ]) {
      expect(reply.body).toMatchObject({ code: expect.stringMatching(/^(INVALID_INPUT|BACKUP_NOT_FOUND)$/) as string });
      expect([400, 404]).toContain(reply.status);
    }
  });

  it.each([
    'limit=-1',
    'limit=1000000',
    'limit=1e2',
    'sort=owner',
    'status=good',
    "project=1'%20OR%201=1--",
    'from=yesterday',
    'to=2026-99-99',
    'cursor=abc',
    'deleted=maybe',
  ])('H30 refuses a list with %s', async (query) => {
    expect(await client.get(`/backups?${query}`)).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
  });

  it('lists them by what they are, the newest first, page by page', async () => {
    const one = await finished(await asked({ type: 'schema' }));
    const two = await asked({ type: 'schema' });
    const three = await asked({ type: 'data' });
    const ids = async (query: string): Promise<string[]> => {
      const all: string[] = [];
      let next: string | null = null;
      do {
        const cursor: string = next === null ? '' : `&cursor=${next}`;
        const { body } = await client.get<BackupPageDto>(`/backups?limit=1&${query}${cursor}`);
        all.push(...body.items.map(({ id }) => id));
        next = body.next;
      } while (next !== null);
      return all;
    };
    const shown = await ids(`from=${encodeURIComponent(new Date(one.createdAt).toISOString())}`);
    expect(shown).toEqual([three.id, two.id, one.id]);
    expect(await ids(`project=${one.projectId}`)).toEqual([one.id]);
    expect(await ids(`destination=${two.copies[0]!.destinationId}`)).toEqual([two.id]);
    expect((await ids('type=schema')).slice(0, 2)).toEqual([two.id, one.id]);
    expect((await ids('status=succeeded')).slice(0, 1)).toEqual([one.id]);
    expect(await ids('trigger=schedule')).toEqual([]);
    expect(await ids('deleted=true')).toEqual([]);
  });

  it('P-RUN-7 never shows a backup with a gap, or with a copy that isn’t there, as complete', async () => {
    const whole = await finished(await asked());
    expect(whole).toMatchObject({ status: 'succeeded', shownStatus: 'complete' });
    const gaps = [{ component: 'roles', status: 'not_permitted', reason: 'The role may not read them.' }];
    expect(await finished(await asked(), { gaps })).toMatchObject({ shownStatus: 'complete_with_gaps' });
    await api.database.write((manager) => manager.update(BackupCopy, { backupId: whole.id }, { status: 'damaged' }));
    expect((await client.get(`/backups/${whole.id}`)).body).toMatchObject({ shownStatus: 'partly_stored' });
  });

  it('H37 cancels one that is queued, and says of an ended one how it ended', async () => {
    const backup = await asked();
    expect(await client.post(`/backups/${backup.id}/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    expect(await client.post(`/backups/${backup.id}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'BACKUP_FINISHED', status: 409, state: 'cancelled' },
    });
  });

  it('H37 deletes none that is live, locked or being read', async () => {
    const backup = await asked();
    const path = `/backups/${backup.id}`;
    expect(await client.delete(path)).toMatchObject({ status: 409, body: { code: 'BACKUP_LIVE' } });
    await finished(backup);
    expect(await client.patch(path, { locked: true })).toMatchObject({ status: 200, body: { locked: true } });
    expect(await client.delete(path)).toMatchObject({ status: 409, body: { code: 'BACKUP_LOCKED' } });
    await client.patch(path, { locked: false, notes: 'not needed' });
    const lease = {
      id: randomUUID(),
      copyId: backup.copies[0]!.id,
      purpose: 'download',
      until: new Date(Date.now() + 60_000),
    };
    await api.database.write((manager) => manager.insert(CopyLease, lease));
    expect(await client.delete(path)).toMatchObject({ status: 409, body: { code: 'BACKUP_IN_USE' } });
  });

  it('deletes one: its record stays, and what lies at the destination goes', async () => {
    const wanted = { name: 'A folder', type: 'local_mapped', config: { path: 'folder' } };
    const { body: made } = await client.post<{ id: string }>('/storage/destinations', wanted);
    const backup = await finished(await asked({ destinations: [made.id] }));
    expect(await client.delete(`/backups/${backup.id}?confirm=Shop`)).toMatchObject({
      status: 409,
      body: { code: 'BACKUP_LAST_GOOD', field: 'confirm', projectName: backup.projectName },
    });
    const confirm = encodeURIComponent(backup.projectName);
    const reply = await client.delete<BackupDto>(`/backups/${backup.id}?confirm=${confirm}`);
    expect(reply).toMatchObject({
      status: 202,
      body: { status: 'succeeded', deletedAt: expect.any(String) as string },
    });
    await until(async () => {
      const { body } = await client.get<BackupDto>(`/backups/${backup.id}`);
      return body.copies.every(({ status }) => status === 'deleted');
    });
    expect(await client.patch(`/backups/${backup.id}`, { notes: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'BACKUP_DELETED' },
    });
    expect(await client.delete(`/backups/${backup.id}`)).toMatchObject({ status: 202 });
    const { body: page } = await client.get<BackupPageDto>('/backups?deleted=true');
    expect(page.items.map(({ id }) => id)).toEqual([backup.id]);
  });

  it('locks none that is deleted at the same moment', async () => {
    const { id } = await asked();
    await client.post(`/backups/${id}/cancel`);
    const records = api.app.get(BackupRecords);
    const somebody = { kind: 'user', userId: client.userId, name: 'Somebody', role: 'owner', address: '' } as const;
    const actor = { ...somebody, sessionId: null, tokenId: null };
    const deleting = records.delete(id, actor);
    await expect(records.update(id, { locked: true }, actor)).rejects.toMatchObject({ code: 'BACKUP_DELETED' });
    await deleting;
    expect((await client.get(`/backups/${id}`)).body).toMatchObject({ locked: false });
  });

  it('tells open pages what has changed', async () => {
    const told: ApiEvent[] = [];
    const subscription = api.app.get(EventHub).events.subscribe((event) => told.push(event));
    const backup = await asked();
    await client.post(`/backups/${backup.id}/cancel`);
    await until(() => told.some(({ id, data }) => id === backup.id && 'status' in data && data.status === 'cancelled'));
    subscription.unsubscribe();
    expect(told.find(({ id }) => id === backup.id)).toMatchObject({
      type: 'backup.status',
      data: { id: backup.id, copies: [{ status: expect.any(String) as string }] },
    });
  });

  it('keeps a project and a destination from being deleted meanwhile', async () => {
    const backup = await asked();
    expect(await client.delete(`/projects/${backup.projectId}`)).toMatchObject({ status: 409 });
    const destination = `/storage/destinations/${backup.copies[0]!.destinationId}`;
    expect(await client.delete(destination)).toMatchObject({ status: 409, body: { code: 'DESTINATION_IN_USE' } });
  });
});
