import 'reflect-metadata';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fakePgDump, fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import type { Storage } from '@stowbase/storage';
import { faultyStorage } from '@stowbase/storage/testing';
import { Project } from '../../projects/project.entity';
import { StorageOpener } from '../../storage/storage-opener.service';
import { apiToken, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { until } from '../testing/until';
import type { BackupDto } from './backup.dto';

describe('P-RUN-4 POST /backups/:id/cancel', () => {
  let source: FixtureSource;
  let api: TestApi;
  let client: ApiClient;
  let body: { projectId: string; destinations: string[] };
  /** What the next backups’ destination is like. */
  let change: (storage: Storage) => Storage = (storage) => storage;

  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(`CREATE TABLE public.ledger (id int PRIMARY KEY, note text);
      INSERT INTO public.ledger SELECT g, md5(g::text) || md5((g + 1)::text) FROM generate_series(1, 40000) g`);
    // One at a time.
    api = await startTestApi({}, { maxConcurrentRuns: 1 });
    client = await apiToken(api, 'owner');
    const opener = api.app.get(StorageOpener);
    const open = opener.open.bind(opener);
    opener.open = async (driver, settings) => change(await open(driver, settings));
    const connection = { url: source.server.url('postgres', 'postgres') };
    const project = await client.post<{ id: string }>('/projects', { name: 'Shop', connection });
    const wanted = { name: 'Disk', type: 'local_mapped', config: { path: folder() } };
    const destination = await client.post<{ id: string }>('/storage/destinations', wanted);
    body = { projectId: project.body.id, destinations: [destination.body.id] };
  }, 90_000);
  afterAll(async () => {
    await api.close();
    await source.stop();
  });
  afterEach(() => {
    change = (storage) => storage;
  });

  const folder = (): string => api.config.localStorageRoots[0] ?? '';

  async function asked(): Promise<string> {
    const reply = await client.post<BackupDto>('/backups', body);
    expect(reply).toMatchObject({ status: 202 });
    return reply.body.id;
  }

  const now = async (id: string): Promise<BackupDto> => (await client.get<BackupDto>(`/backups/${id}`)).body;

  const ended = (id: string): Promise<BackupDto> =>
    until(async () => {
      const backup = await now(id);
      return ['queued', 'running', 'committing'].includes(backup.status) ? null : backup;
    });

  const logged = (id: string, text: string): Promise<boolean> =>
    until(async () => {
      const log = await client.get<{ items: { text: string }[] }>(`/backups/${id}/log?limit=200`);
      return log.body.items.some((line) => line.text.includes(text));
    });

  const sessions = (): Promise<number> =>
    source.server.with('supabase_admin', 'postgres', async (connected) => {
      const text = "SELECT FROM pg_stat_activity WHERE application_name LIKE 'stowbase%'";
      return (await connected.query(text)).rows.length;
    });

  /** Cancels it: it ends as cancelled, leaves nothing, and the next one can begin. */
  async function cancels(id: string): Promise<void> {
    expect(await client.post(`/backups/${id}/cancel`)).toMatchObject({
      status: 202,
      body: { status: 'running', cancelRequested: true },
    });
    expect(await ended(id)).toMatchObject({
      status: 'cancelled',
      shownStatus: 'cancelled',
      error: { code: 'CANCELLED' },
      copies: [{ status: 'failed' }],
    });
    const files = readdirSync(folder(), { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    expect(files).toEqual([]);
    await until(async () => (await sessions()) === 0);
    expect(await client.post(`/backups/${id}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'BACKUP_FINISHED', state: 'cancelled' },
    });
  }

  it('while it connects', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const moved = (to: number): Promise<unknown> =>
      api.database.write((manager) => manager.update(Project, { id: body.projectId }, { port: to }));
    await moved(port);
    try {
      const connected = once(silent, 'connection');
      const id = await asked();
      await connected;
      await cancels(id);
    } finally {
      await moved(source.settings.port);
      silent.close();
    }
  });

  it.each([
    ['the schema', '--schema-only', ''],
    ['rows', '--data-only', '"$REAL" "$@" | head -c 1000000;'],
  ])('while pg_dump reads %s', async (_, argument, begin) => {
    const mark = join(source.folder, `in ${argument}`);
    const tools = await fakePgDump(`${begin} : > '${mark}'; exec sleep 600`, argument);
    const config = api.config as { clientDirs: readonly string[] };
    config.clientDirs = [tools.dir];
    try {
      const id = await asked();
      await until(() => existsSync(mark));
      await cancels(id);
    } finally {
      config.clientDirs = [];
      await tools.remove();
    }
  });

  it('while its destination takes nothing any more', async () => {
    change = (storage) => faultyStorage(storage, { hangAt: 100_000 });
    const id = await asked();
    await until(async () => (await now(id)).copies[0]?.status === 'uploading');
    await logged(id, 'Saving rows');
    await cancels(id);
  });

  it('while it waits for its turn: 200, and it is cancelled at once', async () => {
    change = (storage) => faultyStorage(storage, { hangAt: 0 });
    const first = await asked();
    await logged(first, 'Connecting');
    const connection = { url: source.server.url('postgres', 'postgres') };
    const other = await client.post<{ id: string }>('/projects', { name: 'Another shop', connection });
    const waiting = await client.post<BackupDto>('/backups', { ...body, projectId: other.body.id });
    expect(await client.post(`/backups/${waiting.body.id}/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', startedAt: null, copies: [{ status: 'failed' }] },
    });
    await cancels(first);
  });

  it('not any more while it is finishing: 409, and the backup is complete', async () => {
    const publish = Promise.withResolvers<void>();
    change = (storage) => {
      const create = storage.create.bind(storage);
      storage.create = async (key, options) => {
        const upload = await create(key, options);
        const commit = upload.commit.bind(upload);
        upload.commit = async (expected) => {
          await publish.promise;
          return commit(expected);
        };
        return upload;
      };
      return storage;
    };
    const id = await asked();
    await until(async () => (await now(id)).status === 'committing');
    expect(await client.post(`/backups/${id}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'BACKUP_FINISHING' },
    });
    publish.resolve();
    expect(await ended(id)).toMatchObject({ status: 'succeeded', shownStatus: 'complete', cancelRequested: false });
  });
});
