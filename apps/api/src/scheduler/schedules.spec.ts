import { AuditEvent } from '../accounts/audit-event.entity';
import { Backup } from '../backups/backup.entity';
import type { BackupDto } from '../backups/records/backup.dto';
import { insertDestination, insertProject } from '../backups/testing/rows';
import { EventHub, type ApiEvent } from '../events/event-hub';
import { ProjectChanges } from '../projects/project-changes';
import { signIn, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';
import type { ScheduleDto, SchedulePageDto } from './schedule.dto';
import { Schedule } from './schedule.entity';

const path = '/schedules';

describe('schedules over the API', () => {
  let api: TestApi;
  let owner: ApiClient;
  let project: { id: string; name: string };
  let disk: { id: string; name: string };
  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api, { role: 'owner' });
    disk = await insertDestination(api.database, 'Disk');
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    project = await insertProject(api.database);
  });

  const nightly = (change: object = {}): object => ({
    projectId: project.id,
    cron: '30 2 * * *',
    timeZone: 'Europe/Berlin',
    destinationIds: [disk.id],
    ...change,
  });
  const create = async (change: object = {}): Promise<ScheduleDto> => {
    const { status, body } = await owner.post<ScheduleDto>(path, nightly(change));
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  };
  const listed = async (): Promise<ScheduleDto[]> =>
    (await owner.get<SchedulePageDto>(`${path}?project=${project.id}`)).body.items;

  it('are made of a project, a rule and a zone: the rest is what most people want', async () => {
    const schedule = await create({ destinationIds: undefined });
    expect(schedule).toMatchObject({
      name: 'Every night',
      projectName: project.name,
      destinationIds: [disk.id],
      type: 'full',
      graceSeconds: 86_400,
      jitterSeconds: 0,
      overlap: 'skip',
      blackout: [],
      maxRunMinutes: null,
      retention: { daily: 7, weekly: 4, monthly: 6, minKeep: 3 },
      plan: 'none',
      enabled: true,
      lastRun: null,
      missedCount: 0,
      version: 1,
    });
    expect(new Date(schedule.nextSlot as never).getTime()).toBeGreaterThan(Date.now());
    expect(schedule.dueAt).toEqual(schedule.nextSlot);
    expect(await listed()).toEqual([schedule]);
    expect((await owner.get(`${path}/${schedule.id}`)).body).toEqual(schedule);
  });

  it('H35 change what is given, and only from the version that was seen', async () => {
    const { id } = await create();
    const changed = await owner.patch<ScheduleDto>(`${path}/${id}`, {
      version: 1,
      cron: '15 4 * * 1',
      maxRunMinutes: 90,
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { cron: '15 4 * * 1', maxRunMinutes: 90, version: 2, name: 'Every night' },
    });
    expect(await owner.patch(`${path}/${id}`, { version: 1, cron: '0 0 * * *' })).toMatchObject({
      status: 409,
      body: { code: 'STALE_VERSION', version: 2 },
    });
    const cleared = await owner.patch<ScheduleDto>(`${path}/${id}`, {
      version: 2,
      maxRunMinutes: null,
      name: 'Mondays',
    });
    expect(cleared.body).toMatchObject({ maxRunMinutes: null, name: 'Mondays', cron: '15 4 * * 1' });
    expect(await owner.patch(`${path}/${id}`, { version: 3, cron: null })).toMatchObject({ status: 400 });
  });

  it('of which two changes at once one is stale', async () => {
    const { id } = await create();
    const both = ['0 1 * * *', '0 2 * * *'].map((cron) => owner.patch(`${path}/${id}`, { version: 1, cron }));
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('P-SCHED-9 forget what was due before a change of the rule, a pause or a resume: nobody is flooded', async () => {
    const { id } = await create();
    const past = new Date('2026-01-01T00:00:00Z');
    const age = (): Promise<unknown> =>
      api.database.write((manager) => manager.update(Schedule, { id }, { effectiveFrom: past }));
    const from = async (): Promise<number> =>
      (await api.database.read.findOneByOrFail(Schedule, { id })).effectiveFrom.getTime();
    await age();
    await owner.patch(`${path}/${id}`, { version: 1, name: 'Another name' });
    expect(await from()).toBe(past.getTime());
    await owner.patch(`${path}/${id}`, { version: 2, cron: '0 3 * * *' });
    expect(await from()).toBeGreaterThan(past.getTime());
    expect((await owner.post<ScheduleDto>(`${path}/${id}/pause`)).body).toMatchObject({
      enabled: false,
      nextSlot: null,
      dueAt: null,
      version: 4,
    });
    expect((await owner.post<ScheduleDto>(`${path}/${id}/pause`)).body).toMatchObject({ enabled: false, version: 4 });
    await age();
    const resumed = (await owner.post<ScheduleDto>(`${path}/${id}/resume`)).body;
    expect(resumed).toMatchObject({ enabled: true, version: 5 });
    expect(await from()).toBeGreaterThan(past.getTime());
    expect(await api.database.read.countBy(Backup, { scheduleId: id })).toBe(0);
  });

  it('say of a slot that waits when they are paused that it was missed', async () => {
    const { id } = await create();
    const waitingSlot = new Date('2026-11-20T01:30:00Z');
    await api.database.write((manager) => manager.update(Schedule, { id }, { waitingSlot }));
    await owner.post(`${path}/${id}/pause`);
    expect(await api.database.read.findBy(Backup, { scheduleId: id })).toMatchObject([
      { status: 'missed', errorCode: 'SLOT_PAUSED', slot: waitingSlot },
    ]);
    expect(await listed()).toMatchObject([{ waitingSlot: null, lastRun: { status: 'missed' }, missedCount: 1 }]);
  });

  it('P-SCHED-10 start a backup at once, which belongs to them and takes no slot away', async () => {
    const other = await insertDestination(api.database);
    const { id, nextSlot } = await create({ destinationIds: [other.id], type: 'schema', maxRunMinutes: 10 });
    const started = await owner.post<BackupDto>(`${path}/${id}/run`);
    expect(started).toMatchObject({
      status: 202,
      body: {
        trigger: 'manual',
        type: 'schema',
        scheduleId: id,
        status: 'queued',
        copies: [{ destinationId: other.id }],
      },
    });
    expect(await api.database.read.findOneBy(Backup, { scheduleId: id })).toMatchObject({
      slot: null,
      maxRunSeconds: 600,
    });
    expect(await owner.post(`${path}/${id}/run`)).toMatchObject({
      status: 409,
      body: { code: 'RUN_ACTIVE', backupId: started.body.id },
    });
    expect(await listed()).toMatchObject([{ nextSlot, lastRun: { backupId: started.body.id, status: 'queued' } }]);
    await owner.post(`/backups/${started.body.id}/cancel`);
  });

  it('start one backup for one Idempotency-Key', async () => {
    const { id } = await create();
    const headers = { 'idempotency-key': 'once' };
    const all = [1, 2].map(() => owner.post<BackupDto>(`${path}/${id}/run`, undefined, headers));
    const [first, second] = await Promise.all(all);
    expect(first!.body.id).toBe(second!.body.id);
    await owner.post(`/backups/${first!.body.id}/cancel`);
  });

  it('go with their project, and their backups stay', async () => {
    const { id } = await create();
    const run = (await owner.post<BackupDto>(`${path}/${id}/run`)).body;
    await owner.post(`/backups/${run.id}/cancel`);
    const actor = { kind: 'user', userId: run.id, name: 'Ann', address: '::1' } as never;
    await api.app.get(ProjectChanges).delete(project.id, actor);
    expect((await owner.get(`${path}/${id}`)).status).toBe(404);
    expect(await api.database.read.countBy(Backup, { scheduleId: id })).toBe(1);
  });

  it('P-SCHED-11 keep the destinations that they name from being deleted, and are named', async () => {
    const used = await insertDestination(api.database, 'Cellar');
    const { id } = await create({ destinationIds: [used.id], name: 'Into the cellar' });
    expect(await owner.delete(`/storage/destinations/${used.id}?copies=keep`)).toMatchObject({
      status: 409,
      body: {
        code: 'DESTINATION_SCHEDULED',
        detail: `Backups go to Cellar by Into the cellar (${project.name}).`,
        schedules: [`Into the cellar (${project.name})`],
      },
    });
    expect((await owner.delete(`${path}/${id}`)).status).toBe(204);
    expect((await owner.delete(`/storage/destinations/${used.id}?copies=keep`)).status).toBe(204);
  });

  it('refuse destinations that take nothing, and a project that is gone', async () => {
    const closing = await insertDestination(api.database, undefined, { closing: true });
    const disabled = await insertDestination(api.database, undefined, { enabled: false });
    const refusal = async (change: object): Promise<unknown> => {
      const { status, body } = await owner.post<Record<string, unknown>>(path, nightly(change));
      return [status, body['code'], body['field']];
    };
    expect(await refusal({ destinationIds: [closing.id] })).toEqual([409, 'DESTINATION_CLOSING', 'destinationIds[0]']);
    expect(await refusal({ destinationIds: [disk.id, disabled.id] })).toEqual([
      409,
      'DESTINATION_DISABLED',
      'destinationIds[1]',
    ]);
    expect(await refusal({ projectId: closing.id })).toEqual([404, 'PROJECT_NOT_FOUND', undefined]);
  });

  it('tell open pages and the activity of each change', async () => {
    const seen: ApiEvent[] = [];
    const hub = api.app.get(EventHub).events.subscribe((event) => seen.push(event));
    const { id } = await create();
    await owner.patch(`${path}/${id}`, { version: 1, cron: '0 3 * * *' });
    await owner.post(`${path}/${id}/pause`);
    await owner.post(`${path}/${id}/resume`);
    await owner.delete(`${path}/${id}`);
    hub.unsubscribe();
    const changes = seen.filter(({ type }) => type === 'schedule.changed');
    expect(changes).toMatchObject([
      { id, data: { cron: '30 2 * * *', deleted: false } },
      { id, data: { cron: '0 3 * * *' } },
      { id, data: { enabled: false } },
      { id, data: { enabled: true } },
      { id, data: { deleted: true, projectId: project.id } },
    ]);
    const audit = await api.database.read.find(AuditEvent, { where: { objectId: id }, order: { id: 'ASC' } });
    expect(audit.map(({ action }) => action)).toEqual(
      ['create', 'update', 'pause', 'resume', 'delete'].map((verb) => `schedule.${verb}`),
    );
    expect(audit[1]?.detail).toMatchObject({
      fields: ['cron'],
      changes: [{ field: 'cron', before: '30 2 * * *', after: '0 3 * * *' }],
    });
  });

  it('are read by viewers, paused and run by operators, and changed by owners', async () => {
    const { id } = await create();
    const [viewer, operator] = [await signIn(api, { role: 'viewer' }), await signIn(api, { role: 'operator' })];
    const preview = { cron: '0 3 * * *', timeZone: 'UTC' };
    expect((await viewer.get(path)).status).toBe(200);
    expect((await viewer.post(`${path}/preview`, preview)).status).toBe(200);
    expect((await viewer.post(`${path}/${id}/pause`)).status).toBe(403);
    expect((await operator.post(`${path}/${id}/pause`)).status).toBe(200);
    expect((await operator.post(path, nightly())).status).toBe(403);
    expect((await operator.delete(`${path}/${id}`)).status).toBe(403);
  });
});
