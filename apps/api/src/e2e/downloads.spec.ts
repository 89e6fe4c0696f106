import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CopyLease } from '../backups/copy-lease.entity';
import { LEASE_TIMES } from '../backups/leases/copy-leases';
import { until } from '../backups/testing/until';
import { DOWNLOAD_LIMITS, standardLimits, type DownloadLimits } from '../downloads/download-limits';
import { curl, headOf, raw, startCurl } from '../downloads/testing/curl';
import { linkTo, storedCopy, type StoredCopy } from '../downloads/testing/stored-copy';
import { EventHub, type ApiEvent } from '../events/event-hub';
import { signIn, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';

const bytes = randomBytes(24 * 2 ** 20);

describe('a stored copy, downloaded by curl and others', () => {
  let api: TestApi;
  let owner: ApiClient;
  let folder: string;
  let copy: StoredCopy;
  let url: string;
  const events: ApiEvent[] = [];
  const limit = (change: Partial<DownloadLimits>) => Object.assign(api.app.get<object>(DOWNLOAD_LIMITS), change);

  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api);
    folder = mkdtempSync(join(tmpdir(), 'stowbase-curl-'));
    api.app.get(EventHub).events.subscribe((event) => event.type === 'download.status' && events.push(event));
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    limit(standardLimits);
    copy = await storedCopy(api, owner, bytes);
    ({ url } = await linkTo(api, owner, copy.backupId));
    events.length = 0;
  });
  afterEach(async () => {
    await until(async () => (await leases()) === 0);
    rmSync(copy.file, { force: true });
  });

  const leases = (): Promise<number> => api.database.read.count(CopyLease);
  const statuses = (): unknown[] => events.map(({ data }) => (data as { status: string }).status);

  /** A client that has read the head, and reads on when it is told to. */
  async function slowly(): Promise<IncomingMessage> {
    const asked = request(url).end();
    asked.on('error', () => undefined);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response.on('error', () => undefined).pause();
  }

  it('P-DOWNLOAD-5 comes whole, with its length, its ETag and its name, and never compressed on the way', async () => {
    const file = join(folder, 'whole.tar');
    const { code, body } = await curl('--compressed', '--dump-header', '-', '--output', file, url);
    const { status, fields } = headOf(body.toString());
    expect({ code, status }).toEqual({ code: 0, status: 200 });
    expect(fields).toMatchObject({
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename=${copy.backupId}-1.tar`,
      'content-type': 'application/x-tar',
      'cache-control': 'no-store, no-transform',
      etag: `"${copy.sha256}"`,
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
    });
    expect(fields).not.toHaveProperty('content-encoding');
    expect(fields).not.toHaveProperty('transfer-encoding');
    expect(readFileSync(file).equals(bytes)).toBe(true);
    await until(() => statuses().length > 0);
    expect(statuses()).toEqual(['complete']);
  });

  it('P-DOWNLOAD-5 goes on where it was interrupted: curl -C -', async () => {
    const file = join(folder, 'resumed.tar');
    const child = startCurl('--limit-rate', '2M', '--output', file, url);
    await until(() => existsSync(file) && statSync(file).size > 2 ** 20);
    child.kill('SIGKILL');
    await once(child, 'close');
    const had = statSync(file).size;
    expect(had).toBeLessThan(bytes.length);
    const { code, body } = await curl('-C', '-', '--dump-header', '-', '--output', file, url);
    expect({ code, ...headOf(body.toString()) }).toMatchObject({
      code: 0,
      status: 206,
      fields: { 'content-range': `bytes ${had}-${bytes.length - 1}/${bytes.length}` },
    });
    expect(readFileSync(file).equals(bytes)).toBe(true);
    const again = await curl('-C', '-', '--output', file, url);
    // Nothing is left to fetch: 416, which curl takes for done.
    expect(again.code).toBe(0);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('comes in four parts at once, as download managers fetch it', async () => {
    const quarter = bytes.length / 4;
    const parts = await Promise.all(
      [0, 1, 2, 3].map((i) => curl('--range', `${i * quarter}-${(i + 1) * quarter - 1}`, url)),
    );
    expect(parts.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(Buffer.concat(parts.map(({ body }) => body)).equals(bytes)).toBe(true);
  });

  it.each([
    ['a part of the same file', (etag: string) => ['--range', '5-9', '--header', `If-Range: ${etag}`], 206, 5],
    [
      'a part of a file that is another one by now',
      () => ['--range', '5-9', '--header', 'If-Range: "x"'],
      200,
      bytes.length,
    ],
    ['nothing that is there', () => ['--range', `${bytes.length}-`], 416, 0],
  ])('answers %s', async (_, args, status, length) => {
    const { body } = await curl('--include', ...args(`"${copy.sha256}"`), url);
    const end = body.indexOf('\r\n\r\n') + 4;
    const head = headOf(body.subarray(0, end).toString());
    expect(head).toMatchObject({ status, fields: { 'content-length': String(length) } });
    expect(body.length - end).toBe(length);
  });

  it('P-DOWNLOAD-6 HEAD says what would come, takes no lease and tells nobody', async () => {
    const { code, body } = await curl('--head', '--range', '0-9', url);
    expect({ code, ...headOf(body.toString()) }).toMatchObject({
      code: 0,
      status: 200,
      fields: { 'content-length': String(bytes.length), etag: `"${copy.sha256}"` },
    });
    expect(await leases()).toBe(0);
    expect(statuses()).toEqual([]);
  });

  it.each(['Purpose: prefetch', 'Sec-Purpose: prefetch;prerender'])('P-DOWNLOAD-6 %s is refused', async (header) => {
    const { body } = await curl('--header', header, url);
    expect(JSON.parse(body.toString())).toMatchObject({ status: 403, code: 'PREFETCH_REFUSED' });
  });

  it('comes over HTTP/1.0, too: its length says whether it is whole', async () => {
    const reply = await raw(url, `GET ${new URL(url).pathname} HTTP/1.0`, 'Host: localhost', 'Range: bytes=0-9');
    const { status, fields } = headOf(reply ?? '');
    expect({ status, fields }).toMatchObject({ status: 206, fields: { 'content-length': '10', connection: 'close' } });
    expect(fields).not.toHaveProperty('transfer-encoding');
  });

  it('P-DOWNLOAD-3 that was changed at its destination ends in an error of curl, before its last byte', async () => {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(1_000) ^ 1, 1_000);
    writeFileSync(copy.file, changed);
    const { code, body } = await curl(url);
    expect([18, 56]).toContain(code);
    expect(body.length).toBeLessThan(bytes.length);
    await until(() => statuses().length > 0);
    expect(statuses()).toEqual(['failed']);
  });

  it('P-DOWNLOAD-3 that was cut at its destination is an error from the start, and no file', async () => {
    truncateSync(copy.file, 1_000);
    const { body } = await curl('--include', url);
    const { status, fields } = headOf(body.toString());
    expect(status).toBe(502);
    expect(fields).not.toHaveProperty('content-disposition');
    expect(body.toString()).toContain('COPY_DAMAGED');
  });

  it('F32 is not deleted while somebody reads it, however slowly; then it is', async () => {
    Object.assign(api.app.get<object>(LEASE_TIMES), { leaseMs: 600 });
    const reader = await slowly();
    const first = await api.database.read.findOneByOrFail(CopyLease, { copyId: copy.copyId });
    await until(async () => {
      const now = await api.database.read.findOneBy(CopyLease, { id: first.id });
      return now!.until.getTime() > first.until.getTime() + 600;
    });
    // Longer than the lease was at first: it was renewed.
    expect(await owner.delete(`/backups/${copy.backupId}`)).toMatchObject({
      status: 409,
      body: { code: 'BACKUP_IN_USE', detail: expect.stringContaining('downloaded') as string },
    });
    expect(await owner.delete(`/storage/destinations/${copy.destinationId}?copies=delete`)).toMatchObject({
      status: 409,
      body: { code: 'DESTINATION_IN_USE' },
    });
    expect(existsSync(copy.file)).toBe(true);
    reader.destroy();
    await until(async () => (await leases()) === 0);
    expect(
      (await owner.delete(`/backups/${copy.backupId}?confirm=${encodeURIComponent(copy.projectName)}`)).status,
    ).toBe(202);
    await until(() => !existsSync(copy.file));
    const { body } = await curl(url);
    expect(JSON.parse(body.toString())).toMatchObject({ status: 409, code: 'NO_STORED_COPY' });
  });

  it('F32 two readers keep it until the last one has gone', async () => {
    const readers = [await slowly(), await slowly()];
    readers[0]!.destroy();
    await until(async () => (await leases()) === 1);
    expect((await owner.delete(`/backups/${copy.backupId}`)).status).toBe(409);
    readers[1]!.destroy();
    await until(async () => (await leases()) === 0);
    expect(
      (await owner.delete(`/backups/${copy.backupId}?confirm=${encodeURIComponent(copy.projectName)}`)).status,
    ).toBe(202);
  });

  it('P-DOWNLOAD-4 is let go when its reader takes nothing', async () => {
    limit({ stallMs: 100 });
    await slowly();
    await until(async () => (await leases()) === 0);
    await until(() => statuses().length > 0);
    expect(statuses()).toEqual(['failed']);
  });

  it('P-DOWNLOAD-2 ends at once when its link is revoked', async () => {
    const { id, url: other } = await linkTo(api, owner, copy.backupId);
    url = other;
    const reader = await slowly();
    const ended = new Promise((resolve) => reader.once('close', resolve));
    expect((await owner.delete(`/download-links/${id}`)).status).toBe(204);
    reader.resume();
    await ended;
    expect(reader.complete).toBe(false);
    expect((await curl('--fail', other)).code).toBe(22);
  });

  it('is refused when too many run, with the time to wait', async () => {
    limit({ copiesAtOnce: 1 });
    const reader = await slowly();
    const { body } = await curl('--include', url);
    expect(headOf(body.toString())).toMatchObject({ status: 429, fields: { 'retry-after': '30' } });
    reader.destroy();
  });
});
