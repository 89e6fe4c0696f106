import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { startFauxqs } from '@stowbase/storage/testing';
import { request } from 'undici';
import type { BackupDto, BackupPageDto } from '../backups/records/backup.dto';
import { until } from '../backups/testing/until';
import type { ImportJobDto } from '../catalogue/imports/import.dto';
import { signIn, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';

const stowbase = join(import.meta.dirname, '../../../../tools/stowbase.mjs');

describe('a new installation, with nothing but the credentials of the destinations', () => {
  let server: ScratchServer;
  let s3: Awaited<ReturnType<typeof startFauxqs>>;
  let folder: string;
  let bucket: string;
  let api: TestApi;
  let owner: ApiClient;
  beforeAll(async () => {
    [server, s3] = await Promise.all([startScratchServer({ preload: [] }), startFauxqs()]);
    const { user } = server.superuser;
    await server.with(user, 'postgres', (client) => client.query('CREATE TABLE orders AS SELECT 1 AS id'));
    folder = mkdtempSync(join(tmpdir(), 'stowbase-import-'));
    mkdirSync(join(folder, 'backups'));
    bucket = await s3.freshBucket();
  }, 90_000);
  afterAll(async () => {
    await api.close();
    await s3.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function install(data: string): Promise<string[]> {
    api = await startTestApi({ DATA_DIR: join(folder, data), LOCAL_STORAGE_ROOTS: join(folder, 'backups') });
    owner = await signIn(api);
    const { endpoint, region, accessKeyId, secretAccessKey } = s3;
    const credentials = { region, accessKeyId, secretAccessKey, forcePathStyle: true };
    const places = [
      { name: 'Disk', type: 'local_mapped', config: { path: join(folder, 'backups') } },
      { name: 'Bucket', type: 's3', config: { bucket, endpoint, ...credentials } },
    ];
    const ids: string[] = [];
    for (const place of places) {
      const { status, body } = await owner.post<{ id: string }>('/storage/destinations', place);
      expect({ status, body }).toMatchObject({ status: 201 });
      ids.push(body.id);
    }
    return ids;
  }
  const shown = async () =>
    (await owner.get<BackupPageDto>('/backups')).body.items.map((one) => ({
      ...{ id: one.id, type: one.type, projectName: one.projectName, shownStatus: one.shownStatus, gaps: one.gaps },
      ...{
        createdAt: one.createdAt,
        snapshotTime: one.snapshotTime,
        storedBytes: one.storedBytes,
        rawBytes: one.rawBytes,
      },
      copies: one.copies.map(({ destinationName, status, key, size }) => [destinationName, status, key, size]),
    }));

  it('P-CATALOGUE-19 has the same list of backups again, downloads them whole and restores them', async () => {
    const url = server.url(server.superuser.user, 'postgres');
    const destinations = await install('first');
    const wanted = { name: 'Shop', connection: { url }, saveAnyway: true };
    const { body: project } = await owner.post<{ id: string }>('/projects', wanted);
    const { id } = (await owner.post<BackupDto>('/backups', { projectId: project.id, destinations })).body;
    const backup = await until(async () => {
      const { body } = await owner.get<BackupDto>(`/backups/${id}`);
      return body.finishedAt === null ? null : body;
    });
    expect(backup).toMatchObject({ status: 'succeeded', error: null });
    const before = await shown();
    await api.close();
    rmSync(join(folder, 'first'), { recursive: true });

    for (const destination of await install('second')) {
      const path = `/storage/destinations/${destination}/imports`;
      const { body: job } = await owner.post<ImportJobDto>(path, { mode: 'add' });
      const ended = await until(async () => {
        const { body } = await owner.get<ImportJobDto>(`${path}/${job.id}`);
        return body.finishedAt === null ? null : body;
      });
      expect(ended).toMatchObject({ status: 'succeeded', error: null });
    }
    expect(await shown()).toEqual(before);

    const link = await owner.post<{ url: string; fileName: string }>(`/backups/${id}/download-link`, {});
    expect(link).toMatchObject({ status: 201 });
    const file = join(folder, link.body.fileName);
    const answer = await request(link.body.url.replace(/^.*\/api\//, `${api.url}/`));
    expect(answer.statusCode).toBe(200);
    await pipeline(answer.body, createWriteStream(file));
    const env = { PATH: process.env['PATH'], HOME: '/nonexistent' };
    const verified = await promisify(execFile)(process.execPath, [stowbase, 'verify', '--deep', file], { env });
    expect(verified.stdout).toContain(backup.sha256);
    const { user } = server.superuser;
    await server.with(user, 'postgres', (client) => client.query('CREATE DATABASE again'));
    const confirmed = ['--yes-restore-into', 'again', '--expect-sha256', backup.sha256!];
    await promisify(execFile)(process.execPath, [stowbase, 'restore', file, ...confirmed], {
      env: { ...env, TARGET_DATABASE_URL: server.url(user, 'again') },
    });
    const { rows } = await server.with(user, 'again', (client) => client.query('SELECT id FROM public.orders'));
    expect(rows).toHaveLength(1);
  }, 180_000);
});
