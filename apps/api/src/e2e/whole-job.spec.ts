import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { fingerprint, freshTarget, unexplainedDifferences, type ScratchServer } from '@stowbase/postgres/testing';
import { request } from 'undici';
import { until } from '../backups/testing/until';
import { anyone, clientOf, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';

const stowbase = join(import.meta.dirname, '../../../../tools/stowbase.mjs');
const setupToken = 'the-setup-token-of-this-test-0123456789';
const owner = { email: 'owner@example.org', name: 'The owner', password: 'nine red kites over the weir' };

describe('the whole job, by a script with an API token', () => {
  let source: FixtureSource;
  let api: TestApi;
  let folder: string;
  let script: ApiClient;

  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'plain' });
    folder = await mkdtemp(join(tmpdir(), 'stowbase-whole-'));
    api = await startTestApi({}, { setupToken });
    script = await tokenOf(api);
  }, 90_000);
  afterAll(async () => {
    await api.close();
    await source.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** As the first owner would: setup, login, an API token. */
  async function tokenOf(service: TestApi): Promise<ApiClient> {
    const visitor = anyone(service);
    expect(await visitor.post('/accounts/setup', { token: setupToken, ...owner })).toMatchObject({ status: 201 });
    const login = await visitor.post<{ xsrfToken: string }>('/accounts/login', {
      email: owner.email,
      password: owner.password,
    });
    const cookie = (login.headers['set-cookie'] ?? []).map((text) => text.split(';')[0]).join('; ');
    const browser = clientOf(service, { ...visitor.headers, cookie, 'x-xsrf-token': login.body.xsrfToken }, '');
    const made = await browser.post<{ secret: string }>('/tokens', { name: 'nightly', scope: 'owner' });
    expect(made.status).toBe(201);
    return clientOf(service, { authorization: `Bearer ${made.body.secret}` }, '');
  }

  async function done<T>(reply: Promise<{ status: number; body: unknown }>, status: number): Promise<T> {
    const { status: got, body } = await reply;
    expect({ status: got, body }).toMatchObject({ status });
    return body as T;
  }

  it('P-SERVICE-JOB-1 project, doctor, destination, backup, progress, contents, download; the file is verified and restored by the command line', async () => {
    const url = source.server.url('postgres', 'postgres');
    const checked = await done<{ ok: boolean }>(script.post('/projects/doctor', { connection: { url } }), 200);
    expect(checked.ok).toBe(true);
    const project = await done<{ id: string }>(script.post('/projects', { name: 'Shop', connection: { url } }), 201);
    const destination = await done<{ id: string }>(
      script.post('/storage/destinations', {
        name: 'Disk',
        type: 'local_mapped',
        config: { path: api.config.localStorageRoots[0] },
      }),
      201,
    );
    const asked = await done<{ id: string; status: string }>(
      script.post('/backups', { projectId: project.id, destinations: [destination.id] }),
      202,
    );
    expect(asked.status).toBe('queued');
    const backup = await until(async () => {
      const now = await done<Record<string, unknown>>(script.get(`/backups/${asked.id}`), 200);
      return ['queued', 'running', 'committing'].includes(now['status'] as string) ? null : now;
    });
    expect(backup).toMatchObject({ status: 'succeeded', shownStatus: 'complete', error: null, gaps: [] });

    const contents = await done<{ tables: { items: { name: string; rows: number }[] } }>(
      script.get(`/backups/${asked.id}/contents`),
      200,
    );
    expect(contents.tables.items.length).toBeGreaterThan(5);
    await done(script.get(`/backups/${asked.id}/coverage`), 200);
    const log = await done<{ items: { code: string }[] }>(script.get(`/backups/${asked.id}/log`), 200);
    expect(log.items.map(({ code }) => code)).toContain('STORED');

    const link = await done<{ url: string; size: number; sha256: string; fileName: string }>(
      script.post(`/backups/${asked.id}/download-link`, {}),
      201,
    );
    const file = join(folder, link.fileName);
    const local = link.url.replace(/^.*\/api\//, `${api.url}/`);
    const answer = await request(local);
    expect(answer.headers).toMatchObject({ 'content-length': String(link.size), 'accept-ranges': 'bytes' });
    await pipeline(answer.body, createWriteStream(file));
    const bytes = await readFile(file);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(link.sha256);
    expect(backup['sha256']).toBe(link.sha256);

    const env = { PATH: process.env['PATH'], HOME: '/nonexistent' };
    const verified = await promisify(execFile)(process.execPath, [stowbase, 'verify', '--deep', file], { env });
    expect(verified.stdout).toContain(link.sha256);
    const target = await freshTarget();
    try {
      const targetUrl = target.url('postgres', 'postgres');
      const confirmed = ['--yes-restore-into', 'postgres', '--expect-sha256', link.sha256];
      await promisify(execFile)(process.execPath, [stowbase, 'restore', file, ...confirmed], {
        env: { ...env, TARGET_DATABASE_URL: targetUrl },
      });
      const [before, after] = [await printOf(source.server), await printOf(target)];
      expect(unexplainedDifferences('plain', before, after)).toEqual({ missing: [], added: [] });
    } finally {
      await target.stop();
    }
  }, 180_000);
});

const printOf = (server: ScratchServer): ReturnType<typeof fingerprint> =>
  fingerprint(server.settings('supabase_admin', 'postgres'));
