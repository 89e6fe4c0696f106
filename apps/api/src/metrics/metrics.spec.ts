import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { putBuffer } from '@stowbase/storage';
import { insertDestination, insertProject } from '../backups/testing/rows';
import { until } from '../backups/testing/until';
import { insertRun } from '../dashboard/testing/insert-run';
import { EventHub } from '../events/event-hub';
import { Destinations } from '../storage/destinations.service';
import { anyone, apiToken, signIn, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';

describe('the metrics', () => {
  let api: TestApi;
  let scraper: ApiClient;
  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    scraper = await apiToken(api, 'metrics');
  });
  afterAll(() => api.close());

  const scrape = async (): Promise<string[]> => {
    const { status, body } = await scraper.get<string>('/metrics');
    expect(status).toBe(200);
    return body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  };

  it('are for a token of their scope and for owners', async () => {
    expect(await anyone(api).get('/metrics')).toMatchObject({ status: 401 });
    expect(await apiToken(api, 'operator').then((client) => client.get('/metrics'))).toMatchObject({ status: 403 });
    expect(await signIn(api).then((client) => client.get('/metrics'))).toMatchObject({ status: 200 });
    const { headers } = await scraper.get('/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('P-METRICS-1 tell of each project when its last good backup was', async () => {
    const disk = await insertDestination(api.database, 'Disk', { freeBytes: 4096, totalBackups: 1, totalSize: 1024 });
    const shop = await insertProject(api.database, 'Shop "1"\n\\');
    const empty = await insertProject(api.database, 'Empty');
    const at = new Date(Date.now() - 3_600_000);
    await insertRun(api.database, { projectId: shop.id, at, copies: [{ ...disk, status: 'stored' }] });
    await insertRun(api.database, { projectId: shop.id, at: new Date(), status: 'failed' });
    const lines = await scrape();
    const ofShop = `project_id="${shop.id}",project="Shop \\"1\\"\\n\\\\"`;
    expect(lines).toContain(`stowbase_project_last_success_timestamp_seconds{${ofShop}} ${at.getTime() / 1_000}`);
    expect(lines.filter((line) => line.includes('last_success') && line.includes(empty.id))).toEqual([]);
    expect(lines).toContain(`stowbase_project_state{${ofShop},state="at_risk"} 1`);
    expect(lines).toContain(`stowbase_project_state{${ofShop},state="protected"} 0`);
    expect(lines).toContain(`stowbase_project_state{project_id="${empty.id}",project="Empty",state="not_set_up"} 1`);
    const there = `destination_id="${disk.id}",destination="Disk",type="local_mapped"`;
    expect(lines).toContain(`stowbase_destination_free_bytes{${there}} 4096`);
    expect(lines).toContain(`stowbase_destination_stored_bytes{${there}} 1024`);
    expect(lines).toContain(`stowbase_destination_copies{${there}} 1`);
    expect(lines).toContain(`stowbase_destination_valid{${there}} 1`);
  });

  it('tell how much waits and runs', async () => {
    const { id: projectId } = await insertProject(api.database);
    await insertRun(api.database, { projectId, at: new Date(), status: 'queued', finishedAt: null });
    const lines = await scrape();
    expect(lines).toContain('stowbase_runs{status="queued"} 1');
    expect(lines).toContain('stowbase_runs{status="running"} 0');
    expect(lines).toContain('stowbase_runs_raw_bytes_per_second 0');
  });

  it('count a run that ends, with where its time went', async () => {
    const { id: projectId } = await insertProject(api.database);
    const profile = { stages: [{ stage: 'data', seconds: 12 }], waitedForArchive: 1, waitedForDump: 2 };
    const at = new Date();
    const id = await insertRun(api.database, { projectId, at, profile });
    const finishedAt = new Date(at.getTime() + 60_000);
    const data = {
      id,
      status: 'succeeded',
      type: 'full',
      attempt: 1,
      error: null,
      startedAt: at,
      finishedAt,
      rawBytes: 7,
      storedBytes: 3,
    };
    api.app.get(EventHub).publish({ type: 'backup.status', id, data });
    await until(async () => (await scrape()).includes('stowbase_run_stage_seconds_total{stage="data"} 12'));
    const lines = await scrape();
    expect(lines).toContain('stowbase_runs_ended_total{status="succeeded",type="full"} 1');
    expect(lines).toContain('stowbase_run_duration_seconds_sum{status="succeeded"} 60');
    expect(lines).toContain('stowbase_run_raw_bytes_total 7');
  });

  it('tell of the process and of its records', async () => {
    const lines = await scrape();
    const value = (name: string): number => Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'process_start_time_seconds',
      'stowbase_database_bytes',
      'stowbase_data_folder_free_bytes',
    ])
      expect([name, value(name) > 0]).toEqual([name, true]);
    expect(value('stowbase_database_wal_bytes')).toBeGreaterThanOrEqual(0);
    expect(value('stowbase_event_streams')).toBe(0);
    expect(lines.filter((line) => line.startsWith('stowbase_info'))).toHaveLength(1);
  });

  it('P-METRICS-5 tell what went to each destination and how its calls ended', async () => {
    const folder = join(api.config.localStorageRoots[0]!, 'metered');
    mkdirSync(folder);
    const owner = await signIn(api);
    const wanted = { name: 'Metered', type: 'local_mapped', config: { path: 'metered' } };
    const { id } = (await owner.post<{ id: string }>('/storage/destinations', wanted)).body;
    const storage = await api.app.get(Destinations).open(id);
    await putBuffer(storage, 'a', Buffer.alloc(1_000));
    await storage.stat('nothing').catch(() => undefined);
    await storage.close();
    const of = `destination_id="${id}",type="local_mapped"`;
    const lines = await scrape();
    expect(lines).toContain(`stowbase_storage_bytes_total{${of},direction="up"} 1000`);
    expect(lines).toContain(`stowbase_storage_calls_total{${of},operation="commit",outcome="ok"} 1`);
    expect(lines).toContain(`stowbase_storage_calls_total{${of},operation="stat",outcome="not-found"} 1`);
  });

  it('P-METRICS-6 tell whether the service keeps up with what it does by itself', async () => {
    const lines = await scrape();
    expect(lines).toEqual(
      expect.arrayContaining([
        'stowbase_schedules_due 0',
        'stowbase_runs_missed_day 0',
        expect.stringMatching(/^stowbase_notifications_waiting \d+$/),
        'stowbase_copies_due_for_check 0',
        expect.stringMatching(/^stowbase_copies\{status="stored"\} \d+$/),
        'stowbase_copies{status="damaged"} 0',
      ]),
    );
  });
});
