import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { verifyStream } from '@stowbase/archive';
import { fakePgDump } from '@stowbase/dump/testing';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { startNginxProxy } from '@stowbase/storage/testing';
import { until } from '../backups/testing/until';
import type { BackupDto } from '../backups/records/backup.dto';
import type { DirectBackupDto } from '../downloads/download.dto';
import { curl, headOf } from '../downloads/testing/curl';
import { linkTo, storedCopy, type StoredCopy } from '../downloads/testing/stored-copy';
import { EventHub, type ApiEvent } from '../events/event-hub';
import { apiToken, signIn, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';

/** What curl ends with when a connection was cut: 18 a body that is too short, 56 and 92 a reset. Never 0. */
const brokenOff = [18, 56, 92];
const proxies = [
  ['as it comes', {}],
  ['with proxy_http_version 1.1', { httpVersion: '1.1' }],
] as const;

type Proxy = Awaited<ReturnType<typeof startNginxProxy>>;

/** An address of the service, as it is seen through the proxy. */
const through = (proxy: Proxy, url: string): string => `${proxy.url}${new URL(url).pathname}`;

describe.each(proxies)('a stored copy through nginx %s', (_how, options) => {
  const bytes = randomBytes(8 * 2 ** 20);
  let api: TestApi;
  let owner: ApiClient;
  let proxy: Proxy;
  let copy: StoredCopy;
  let url: string;

  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api);
    proxy = await startNginxProxy(Number(new URL(api.url).port), options);
  }, 60_000);
  afterAll(async () => {
    await proxy.stop();
    await api.close();
  });
  beforeEach(async () => {
    copy = await storedCopy(api, owner, bytes);
    url = through(proxy, (await linkTo(api, owner, copy.backupId)).url);
  });
  afterEach(() => rmSync(copy.file, { force: true }));

  it('comes whole, and in parts', async () => {
    const whole = await curl(url);
    expect(whole.code).toBe(0);
    expect(whole.body.equals(bytes)).toBe(true);
    const part = await curl('--range', '1000-1999', url);
    expect(part.code).toBe(0);
    expect(part.body.equals(bytes.subarray(1_000, 2_000))).toBe(true);
  });

  it('P-DOWNLOAD-11 that breaks off is an error of curl', async () => {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(1_000) ^ 1, 1_000);
    writeFileSync(copy.file, changed);
    const { code, body } = await curl(url);
    expect(brokenOff).toContain(code);
    expect(body.length).toBeLessThan(bytes.length);
  });
});

describe('a direct backup through nginx', () => {
  let server: ScratchServer;
  let api: TestApi;
  let client: ApiClient;
  let projectId: string;
  const events: ApiEvent[] = [];

  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const { user } = server.superuser;
    // Some 10 MB that no compression makes small.
    await server.with(user, 'postgres', (sql) =>
      sql.query(`CREATE TABLE wide AS
        SELECT g / 800 AS id, string_agg(md5(random()::text), '') AS noise FROM generate_series(0, 319999) g GROUP BY 1`),
    );
    api = await startTestApi();
    client = await apiToken(api, 'owner');
    const connection = { url: `${server.url(user, 'postgres')}?sslmode=disable` };
    projectId = (await client.post<{ id: string }>('/projects', { name: 'Shop', connection })).body.id;
    api.app.get(EventHub).events.subscribe((event) => event.type === 'download.status' && events.push(event));
  }, 90_000);
  afterAll(async () => {
    await api.close();
    await server.stop();
  });

  let proxy: Proxy;
  afterEach(() => proxy.stop());
  const meet = async (options: (typeof proxies)[number][1]): Promise<void> => {
    proxy = await startNginxProxy(Number(new URL(api.url).port), options);
  };
  async function begin(): Promise<DirectBackupDto> {
    const { status, body } = await client.post<DirectBackupDto>('/backups/stream', { projectId });
    expect({ status, body }).toMatchObject({ status: 201 });
    return { ...body, url: through(proxy, body.url) };
  }
  const ended = (id: string): Promise<BackupDto> =>
    until(async () => {
      const { body } = await client.get<BackupDto>(`/backups/${id}`);
      return ['running', 'committing'].includes(body.status) ? null : body;
    });
  const told = (backupId: string): object[] => events.filter(({ id }) => id === backupId).map(({ data }) => data);

  it('P-DOWNLOAD-12 with proxy_http_version 1.1 it comes whole', async () => {
    await meet({ httpVersion: '1.1' });
    const { backupId, url } = await begin();
    const { code, body } = await curl(url);
    expect(code).toBe(0);
    expect(await verifyStream(Readable.from([body]), 1)).toMatchObject({ ok: true, backupId });
    expect((await ended(backupId)).status).toBe('succeeded');
  });

  it('P-DOWNLOAD-12 with proxy_http_version 1.1 one that fails half-way is an error of curl, and is said to its page', async () => {
    await meet({ httpVersion: '1.1' });
    const tools = await fakePgDump('"$REAL" "$@" | head -c 4000000; echo "pg_dump: error: boom" >&2; exit 1');
    (api.config as { clientDirs: readonly string[] }).clientDirs = [tools.dir];
    try {
      const { backupId, url } = await begin();
      const { code, body } = await curl(url);
      expect(brokenOff).toContain(code);
      expect(body.length).toBeGreaterThan(0);
      expect((await ended(backupId)).status).toBe('failed');
      await until(() => told(backupId).length > 0);
      expect(told(backupId)).toEqual([{ backupId, status: 'failed' }]);
    } finally {
      (api.config as { clientDirs: readonly string[] }).clientDirs = [];
      await tools.remove();
    }
  });

  it('P-DOWNLOAD-12 as nginx comes it is refused with the way out, and not used up', async () => {
    await meet({});
    const { backupId, url } = await begin();
    const { code, body } = await curl('--include', url);
    expect(code).toBe(0);
    expect(headOf(body.toString()).status).toBe(505);
    expect(body.toString()).toContain('PROXY_TOO_OLD');
    expect(body.toString()).toContain('proxy_http_version 1.1');
    const direct = `${api.url}/${new URL(url).pathname.replace(/^\/api\//, '')}`;
    expect((await curl('--output', '/dev/null', direct)).code).toBe(0);
    expect((await ended(backupId)).status).toBe('succeeded');
  });
});
