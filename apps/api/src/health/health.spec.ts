import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyone, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';
import type { Config } from '../config/config';
import { ReadinessChecks, type Records } from './readiness';

type Role = Config['role'];

describe('the health of the service', () => {
  let api: TestApi;
  let visitor: ApiClient;
  const start = async (
    env: Record<string, string> = {},
    change: Parameters<typeof startTestApi>[1] = {},
  ): Promise<void> => {
    api = await startTestApi(env, change);
    visitor = anyone(api);
  };
  afterEach(() => api.close());
  const ready = () => visitor.get<{ code?: string; checks: object; detail: string }>('/health/ready');
  const fine = { database: 'ok', queue: 'ok', dataFolder: 'ok', clientTools: 'ok', disk: 'ok' };

  it('is told to anybody, in words', async () => {
    await start();
    expect(await visitor.get('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    const { status, body, headers } = await ready();
    expect([status, body]).toEqual([200, { status: 'ready', checks: fine }]);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('P-HEALTH-1 is not ready without a pg_dump, and says no path', async () => {
    await start({}, { clientDirs: ['/nowhere/secret-folder'] });
    const { status, body, headers } = await ready();
    expect(status).toBe(503);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({ code: 'NOT_READY', checks: { ...fine, clientTools: 'failed' } });
    expect(body.detail).toBe('The service is not ready: clientTools.');
    expect(JSON.stringify(body)).not.toMatch(/secret-folder|stowbase-api|\/tmp/);
  });

  it('P-HEALTH-1 is not ready when it is stopping', async () => {
    await start();
    api.app.get(ReadinessChecks).onModuleDestroy();
    expect(await ready()).toMatchObject({ status: 503, body: { detail: 'The service is stopping.', checks: fine } });
  });
});

describe('what has to be right for being ready', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-ready-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let asked = 0;
  const records: Records = {
    engine: 'sqlite',
    read: {
      query: () => {
        asked += 1;
        return Promise.resolve([] as never);
      },
    },
    room: { check: () => ({ ok: true, freeBytes: 1, reason: null }) },
  };
  const failing = async (change: Partial<Records>, dataFolder = folder, role: Role = 'all'): Promise<string[]> => {
    const { checks } = await new ReadinessChecks({ ...records, ...change }, { dataFolder, clientDirs: [], role }).now();
    return Object.entries(checks).flatMap(([name, result]) => (result === 'ok' ? [] : [name]));
  };

  it('P-HEALTH-1: the records answer', async () => {
    expect(await failing({})).toEqual([]);
    expect(await failing({ read: { query: () => Promise.reject(new Error('away')) } })).toEqual(['database']);
  });

  it('P-HEALTH-1: where the records are on a server, whoever runs backups has its queue', async () => {
    const query = (sql: string): Promise<never> =>
      sql.includes('stowbase_queue')
        ? Promise.reject(new Error('relation does not exist'))
        : Promise.resolve([] as never);
    const change = { engine: 'postgres', read: { query } } as const;
    expect(await failing(change)).toEqual(['queue']);
    expect(await failing(change, folder, 'worker')).toEqual(['queue']);
    expect(await failing(change, folder, 'api')).toEqual([]);
    expect(await failing({ read: { query } })).toEqual([]);
  });

  it('P-HEALTH-1: there is room to write down what happens', async () => {
    expect(await failing({ room: { check: () => ({ ok: false, freeBytes: 1, reason: 'full' }) } })).toEqual(['disk']);
    const broken = (): never => {
      throw new Error('the disk is gone');
    };
    expect(await failing({ room: { check: broken } })).toEqual(['disk']);
  });

  it('P-HEALTH-1: the data folder is there, unless the records are on a server', async () => {
    expect(await failing({}, join(folder, 'gone'))).toEqual(['dataFolder']);
    expect(await failing({ engine: 'postgres' }, join(folder, 'gone'))).toEqual([]);
  });

  it('is looked at once a second, however often it is asked', async () => {
    const checks = new ReadinessChecks(records, { dataFolder: folder, clientDirs: [], role: 'all' });
    asked = 0;
    await Promise.all(Array.from({ length: 50 }, () => checks.now()));
    expect(asked).toBe(1);
  });
});
