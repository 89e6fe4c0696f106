import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { BackupDto } from '../backups/records/backup.dto';
import type { ApiClient } from '../testing/api-client';
import type { TestApi } from '../testing/start-test-api';
import type { ScheduleDto, SchedulePageDto } from './schedule.dto';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { startTestApi } = await import('../testing/start-test-api');
const { signIn } = await import('../testing/api-client');
const { insertDestination, insertProject } = await import('../backups/testing/rows');
const { insertMissed } = await import('./tick/missed-rows');
const { Schedule } = await import('./schedule.entity');

describe('schedules in PostgreSQL', () => {
  let server: ScratchServer;
  let api: TestApi;
  let owner: ApiClient;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const connection = server.settings(server.superuser.user, 'postgres');
    api = await startTestApi({}, { database: { engine: 'postgres', connection }, maxConcurrentRuns: 0 });
    owner = await signIn(api);
  });
  afterAll(async () => {
    await api.close();
    await server.stop();
  });

  it('are created, changed, run, listed with their history, paused and deleted', async () => {
    const project = await insertProject(api.database);
    const disk = await insertDestination(api.database, 'Disk');
    const body = { projectId: project.id, destinationIds: [disk.id], cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
    const windows = [{ from: '22:00', to: '01:00', days: [1] }];
    const created = await owner.post<ScheduleDto>('/schedules', { ...body, blackout: windows, quotaBytes: 5e12 });
    expect(created).toMatchObject({ status: 201, body: { blackout: windows, quotaBytes: 5e12 } });
    const { id } = created.body;
    expect((await owner.patch(`/schedules/${id}`, { version: 1, cron: '0 3 * * 1-5' })).status).toBe(200);
    expect((await owner.patch(`/schedules/${id}`, { version: 1, cron: '0 4 * * *' })).status).toBe(409);
    const schedule = await api.database.read.findOneByOrFail(Schedule, { id });
    const yesterday = new Date(Date.now() - 86_400_000);
    const missed = [
      { at: yesterday, count: 1 },
      { at: new Date(yesterday.getTime() - 3_600_000), count: 7 },
    ];
    await api.database.write((manager) => insertMissed(manager, schedule, project.name, missed, 'passed', new Date()));
    const run = await owner.post<BackupDto>(`/schedules/${id}/run`);
    expect(run).toMatchObject({ status: 202, body: { scheduleId: id, copies: [{ destinationId: disk.id }] } });
    expect((await owner.get<SchedulePageDto>(`/schedules?project=${project.id}`)).body.items).toMatchObject([
      {
        id,
        projectName: project.name,
        missedCount: 8,
        lastRun: { backupId: run.body.id, status: 'queued' },
        version: 2,
      },
    ]);
    expect((await owner.post<ScheduleDto>(`/schedules/${id}/pause`)).body).toMatchObject({
      enabled: false,
      dueAt: null,
    });
    expect((await owner.post<ScheduleDto>(`/schedules/${id}/resume`)).body).toMatchObject({ enabled: true });
    await owner.post(`/backups/${run.body.id}/cancel`);
    expect(await owner.delete(`/storage/destinations/${disk.id}?copies=keep`)).toMatchObject({
      status: 409,
      body: { code: 'DESTINATION_SCHEDULED' },
    });
    expect((await owner.delete(`/schedules/${id}`)).status).toBe(204);
    expect((await owner.get(`/schedules/${id}`)).status).toBe(404);
  });
});
