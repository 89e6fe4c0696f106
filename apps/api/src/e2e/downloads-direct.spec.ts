import { once } from 'node:events';
import { Readable } from 'node:stream';
import { verifyStream } from '@stowbase/archive';
import { fakePgDump } from '@stowbase/dump/testing';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { until } from '../backups/testing/until';
import type { BackupDto, BackupPageDto } from '../backups/records/backup.dto';
import { DOWNLOAD_LIMITS, standardLimits, type DownloadLimits } from '../downloads/download-limits';
import type { DirectBackupDto } from '../downloads/download.dto';
import { curl, headOf, raw, startCurl } from '../downloads/testing/curl';
import { watchDisk } from '../downloads/testing/disk-use';
import { childrenNamed } from '../downloads/testing/live-processes';
import { reachable } from '../downloads/testing/stored-copy';
import { EventHub, type ApiEvent } from '../events/event-hub';
import { apiToken, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';

/** What curl ends with when a connection was cut: 18 a body that is too short, 56 and 92 a reset. Never 0. */
const brokenOff = [18, 56, 92];

describe('a backup straight into curl', () => {
  let server: ScratchServer;
  let api: TestApi;
  let client: ApiClient;
  let projectId: string;
  const events: ApiEvent[] = [];
  const limit = (change: Partial<DownloadLimits>) => Object.assign(api.app.get<object>(DOWNLOAD_LIMITS), change);

  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const { user } = server.superuser;
    await server.with(user, 'postgres', async (sql) => {
      await sql.query('CREATE DATABASE shop');
    });
    // Some 50 MB that no compression makes small.
    await server.with(user, 'shop', (sql) =>
      sql.query(`CREATE TABLE wide AS
        SELECT g / 800 AS id, string_agg(md5(random()::text), '') AS noise FROM generate_series(0, 1599999) g GROUP BY 1`),
    );
    api = await startTestApi();
    client = await apiToken(api, 'owner');
    const connection = { url: `${server.url(user, 'shop')}?sslmode=disable` };
    const { body } = await client.post<{ id: string }>('/projects', { name: 'Shop', connection });
    projectId = body.id;
    api.app.get(EventHub).events.subscribe((event) => event.type === 'download.status' && events.push(event));
  }, 90_000);
  afterAll(async () => {
    await api.close();
    await server.stop();
  });
  beforeEach(() => {
    limit(standardLimits);
  });
  afterEach(async () => {
    await until(() => childrenNamed('pg_dump').length === 0);
    await until(async () => (await live()) === 0);
  });

  async function live(): Promise<number> {
    const { body } = await client.get<BackupPageDto>('/backups');
    return body.items.filter(({ status }) => ['queued', 'running', 'committing'].includes(status)).length;
  }

  /** What the pages that watch it are told. */
  const told = (backupId: string): object[] => events.filter(({ id }) => id === backupId).map(({ data }) => data);

  async function begin(): Promise<DirectBackupDto> {
    const { status, body } = await client.post<DirectBackupDto>('/backups/stream', { projectId });
    expect({ status, body }).toMatchObject({ status: 201 });
    return { ...body, url: reachable(api, body.url) };
  }

  const ended = (id: string): Promise<BackupDto> =>
    until(async () => {
      const { body } = await client.get<BackupDto>(`/backups/${id}`);
      return ['running', 'committing'].includes(body.status) ? null : body;
    });

  /** With a pg_dump that goes through this script. */
  async function withPgDump(script: string, work: () => Promise<void>): Promise<void> {
    const tools = await fakePgDump(script);
    const config = api.config as { clientDirs: readonly string[] };
    config.clientDirs = [tools.dir];
    try {
      await work();
    } finally {
      config.clientDirs = [];
      await tools.remove();
    }
  }

  it('P-DOWNLOAD-7 is a whole archive, and nothing of it lies on the disk of the service meanwhile', async () => {
    const { backupId, url } = await begin();
    const disk = watchDisk(api.config.dataFolder);
    const { code, body } = await curl(url);
    const { mostBytes, writtenBytes } = disk.stop();
    expect(code).toBe(0);
    const report = await verifyStream(Readable.from([body]), 1);
    expect(report).toMatchObject({ ok: true, backupId });
    expect(body.length).toBeGreaterThan(20 * 2 ** 20);
    // The records and a pass file.
    expect(mostBytes).toBeLessThan(2 ** 20);
    expect(writtenBytes).toBeLessThan(4 * 2 ** 20);
    expect(await ended(backupId)).toMatchObject({
      status: 'succeeded',
      sha256: report.fileSha256,
      copies: [{ status: 'delivered', size: body.length, destinationId: null }],
    });
    expect(told(backupId)).toEqual([{ backupId, status: 'complete', size: body.length, sha256: report.fileSha256 }]);
  }, 60_000);

  it('P-DOWNLOAD-7 has no length, no ranges and a name, and is never compressed on the way', async () => {
    const { url, fileName } = await begin();
    const child = startCurl('--compressed', '--include', '--range', '10-19', url);
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    const { status, fields } = headOf(first.toString('latin1'));
    expect({ status, fields }).toMatchObject({
      status: 200,
      fields: {
        'transfer-encoding': 'chunked',
        'content-type': 'application/x-tar',
        'content-disposition': `attachment; filename=${fileName}`,
        'accept-ranges': 'none',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
    for (const name of ['content-length', 'content-encoding', 'content-range', 'etag'])
      expect(fields).not.toHaveProperty(name);
    child.kill();
  });

  it('F54 P-DOWNLOAD-8 pg_dump fails half-way: curl ends with an error, and the backup has failed, not been cancelled', async () => {
    await withPgDump('"$REAL" "$@" | head -c 8000000; echo "pg_dump: error: boom" >&2; exit 1', async () => {
      const { backupId, url } = await begin();
      const { code, body } = await curl(url);
      expect(brokenOff).toContain(code);
      expect(body.length).toBeGreaterThan(0);
      expect(await ended(backupId)).toMatchObject({
        status: 'failed',
        error: { code: 'DUMP_FAILED' },
        copies: [{ status: 'failed' }],
      });
      await until(() => told(backupId).length > 0);
      expect(told(backupId)).toEqual([{ backupId, status: 'failed' }]);
    });
  });

  it('F54 P-DOWNLOAD-8 pg_dump is killed half-way: curl ends with an error', async () => {
    const { backupId, url } = await begin();
    const child = startCurl('--limit-rate', '4M', url);
    child.stdout.resume();
    await once(child.stdout, 'data');
    for (const pid of childrenNamed('pg_dump')) process.kill(pid, 'SIGKILL');
    const [code] = (await once(child, 'close')) as [number];
    expect(brokenOff).toContain(code);
    expect(await ended(backupId)).toMatchObject({ status: 'failed', error: { code: 'DUMP_KILLED' } });
  });

  it('F54 P-DOWNLOAD-8 the connection to the database is lost half-way: curl ends with an error, nothing begins anew', async () => {
    const { backupId, url } = await begin();
    const child = startCurl('--limit-rate', '4M', url);
    child.stdout.resume();
    await once(child.stdout, 'data');
    await server.with(server.superuser.user, 'postgres', (sql) =>
      sql.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'stowbase%'"),
    );
    const [code] = (await once(child, 'close')) as [number];
    expect(brokenOff).toContain(code);
    expect(await ended(backupId)).toMatchObject({ status: 'failed', error: { code: 'DIRECT_NOT_RESTARTABLE' } });
  });

  it('F54 fails before its first byte: no link is made, and the reply says why', async () => {
    await withPgDump('echo "pg_dump: error: boom" >&2; exit 1', async () => {
      const { status, body } = await client.post<{ reason: string }>('/backups/stream', { projectId });
      // Either before the link was made, or the link ends in an error.
      if (status === 201) {
        const { code } = await curl('--fail', reachable(api, (body as unknown as DirectBackupDto).url));
        expect([...brokenOff, 22]).toContain(code);
      } else expect({ status, body }).toMatchObject({ status: 422, body: { code: 'DIRECT_NOT_STARTED' } });
    });
  });

  it('F55 P-DOWNLOAD-9 curl is killed: pg_dump ends, and the backup is cancelled', async () => {
    const { backupId, url } = await begin();
    const child = startCurl('--limit-rate', '1M', url);
    child.stdout.resume();
    await once(child.stdout, 'data');
    expect(childrenNamed('pg_dump').length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await until(() => childrenNamed('pg_dump').length === 0);
    expect(await ended(backupId)).toMatchObject({ status: 'cancelled', copies: [{ status: 'failed' }] });
    await until(async () =>
      server.with(server.superuser.user, 'postgres', async (sql) => {
        const { rows } = await sql.query("SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'stowbase%'");
        return rows.length === 0;
      }),
    );
  });

  it('F55 P-DOWNLOAD-9 nobody comes for it: it is given up, and its link opens nothing', async () => {
    limit({ patienceMs: 200 });
    const { backupId, url } = await begin();
    expect(await ended(backupId)).toMatchObject({ status: 'cancelled' });
    expect(await opened(url)).toEqual([410, 'LINK_EXPIRED']);
  });

  async function opened(url: string): Promise<[status: number, code: string]> {
    const { body } = await curl('--include', url);
    const text = body.toString();
    return [headOf(text).status, (JSON.parse(text.slice(text.indexOf('\r\n\r\n'))) as { code: string }).code];
  }

  it('P-DOWNLOAD-6 HEAD, a prefetch and HTTP/1.0 consume nothing; HTTP/1.0 is refused with the way out', async () => {
    const { url, backupId, fileName } = await begin();
    for (const method of ['--head', '--head']) {
      const { code, body } = await curl(method, url);
      expect({ code, ...headOf(body.toString()) }).toMatchObject({
        code: 0,
        status: 200,
        fields: { 'content-disposition': `attachment; filename=${fileName}` },
      });
    }
    for (const header of ['Purpose: prefetch', 'Sec-Purpose: prefetch', 'X-Moz: prefetch'])
      expect((await curl('--header', header, '--fail', url)).code).toBe(22);
    const reply = await raw(url, `GET ${new URL(url).pathname} HTTP/1.0`, 'Host: localhost');
    expect(headOf(reply ?? '').status).toBe(505);
    expect(reply).toContain('PROXY_TOO_OLD');
    expect(reply).toContain('proxy_http_version 1.1');
    expect(await curl('--http1.0', '--fail', url)).toMatchObject({ code: 22 });
    const { code } = await curl('--output', '/dev/null', url);
    expect(code).toBe(0);
    expect((await ended(backupId)).status).toBe('succeeded');
  });

  it('H47 P-DOWNLOAD-10 works once, also for twelve who come at the same time', async () => {
    const { url } = await begin();
    const codes = await Promise.all(Array.from({ length: 12 }, () => curl('--fail', '--output', '/dev/null', url)));
    expect(codes.map(({ code }) => code).sort()).toEqual([0, ...Array<number>(11).fill(22)]);
    expect(await opened(url)).toEqual([410, 'LINK_EXPIRED']);
    expect((await curl('--head', '--fail', url)).code).toBe(22);
  });

  it('P-DOWNLOAD-2 ends with its link, before the browser has come and after', async () => {
    const waiting = await begin();
    expect((await client.delete(`/download-links/${waiting.id}`)).status).toBe(204);
    expect((await ended(waiting.backupId)).status).toBe('cancelled');
    expect(await opened(waiting.url)).toEqual([410, 'LINK_EXPIRED']);
    const running = await begin();
    const child = startCurl('--limit-rate', '1M', running.url);
    child.stdout.resume();
    await once(child.stdout, 'data');
    expect((await client.delete(`/download-links/${running.id}`)).status).toBe(204);
    const [code] = (await once(child, 'close')) as [number];
    expect(brokenOff).toContain(code);
    expect((await ended(running.backupId)).status).toBe('cancelled');
  });

  it('is cancelled like any other: curl ends with an error', async () => {
    const { backupId, url } = await begin();
    const child = startCurl('--limit-rate', '1M', url);
    child.stdout.resume();
    await once(child.stdout, 'data');
    expect((await client.post(`/backups/${backupId}/cancel`)).status).toBe(202);
    const [code] = (await once(child, 'close')) as [number];
    expect(brokenOff).toContain(code);
    expect((await ended(backupId)).status).toBe('cancelled');
  });
});
