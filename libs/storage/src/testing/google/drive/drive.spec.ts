import { day } from '../clock';
import { rawClient, type RawClient } from '../testing-client';
import { driveFileScope, fullDriveScope } from './drive-world';

const multiple = 256 * 1024;
let raw: RawClient;
let bearer: { authorization: string };
const begin = (account = 'ada@example.com', scope = driveFileScope): void => {
  const token = raw.google.oauth.newAccess({ account, app: 'app', scope, isService: false });
  bearer = { authorization: `Bearer ${token}` };
};
beforeEach(async () => {
  raw = await rawClient();
  begin();
});
afterEach(() => raw.close());

interface Answer {
  readonly status: number;
  readonly range: string | undefined;
  readonly json: Record<string, unknown>;
}
async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<Answer> {
  const reply = await raw.ask(method, path, { ...bearer, ...headers }, body);
  const isJson = reply.headers['content-type']?.startsWith('application/json') === true;
  const json = (isJson ? JSON.parse(reply.body.toString()) : {}) as Record<string, unknown>;
  return { status: reply.status, range: reply.headers.range, json };
}
const reasonOf = ({ json }: Answer): unknown =>
  (json['error'] as { errors: { reason: string }[] } | undefined)?.errors[0]?.reason;
const start = async (metadata: object = {}): Promise<string> => {
  const { headers } = await raw.ask(
    'POST',
    '/upload/drive/v3/files?uploadType=resumable&fields=id,size',
    bearer,
    metadata,
  );
  return headers.location ?? '';
};
const put = (session: string, range: string, body = Buffer.alloc(0)): Promise<Answer> =>
  ask('PUT', session, { 'content-range': `bytes ${range}` }, body);

describe('P-DRIVE-14 the double takes uploads as Drive does', () => {
  it('of unknown length, in multiples of 256 KiB, with the length told at the end', async () => {
    const session = await start({ name: 'a' });
    expect(await put(session, '*/*')).toMatchObject({ status: 308, range: undefined });
    expect(await put(session, `0-${multiple - 1}/*`, Buffer.alloc(multiple))).toMatchObject({
      status: 308,
      range: 'bytes=0-262143',
    });
    expect((await put(session, `${multiple}-${multiple + 9}/*`, Buffer.alloc(10))).status).toBe(400);
    expect((await put(session, `5-14/*`, Buffer.alloc(10))).status).toBe(400);
    const done = await put(session, `*/${multiple}`);
    expect(done).toMatchObject({ status: 200, json: { size: '262144' } });
    expect(await put(session, '*/*')).toEqual(done);
  });

  it('for a week, until they are cancelled', async () => {
    const [old, stopped] = [await start(), await start()];
    expect((await ask('DELETE', stopped)).status).toBe(499);
    expect((await put(stopped, '*/*')).status).toBe(404);
    raw.google.clock.advance(7 * day);
    begin();
    expect((await put(old, '*/*')).status).toBe(404);
  });

  it('not without a token, nor with more in a property than fits', async () => {
    const stranger = await raw.ask('POST', '/upload/drive/v3/files?uploadType=resumable', {}, {});
    expect(stranger.status).toBe(401);
    const [fits, isTooLong] = ['x'.repeat(121), 'x'.repeat(122)];
    const made = (value: string): Promise<Answer> =>
      ask('POST', '/drive/v3/files', {}, { name: 'n', appProperties: { key: value } });
    expect([(await made(fits)).status, (await made(isTooLong)).status]).toEqual([200, 400]);
  });
});

describe('P-DRIVE-14 the double shows files as Drive does', () => {
  it('by the fields that are asked for, sizes as text, and what is in the bin as well', async () => {
    const session = await start({ name: "it's" });
    const id = String((await put(session, '0-9/10', Buffer.from('0123456789'))).json['id']);
    await ask('PATCH', `/drive/v3/files/${id}`, {}, { trashed: true });
    const found = await ask(
      'GET',
      `/drive/v3/files?q=${encodeURIComponent(String.raw`name = 'it\'s'`)}&fields=files(id,size,trashed)`,
    );
    expect(found.json).toEqual({ files: [{ id, size: '10', trashed: true }] });
    expect((await ask('GET', '/drive/v3/files?q=trashed=false&fields=files(id)')).json).toEqual({
      files: [{ id: raw.google.drive.rootOf('ada@example.com').id }],
    });
    expect((await ask('GET', `/drive/v3/files/${id}`)).json).toMatchObject({ kind: 'drive#file', name: "it's" });
    expect((await ask('GET', `/drive/v3/files/${id}?alt=media`, { range: 'bytes=2-3' })).status).toBe(206);
    expect((await ask('GET', `/drive/v3/files/${id}?alt=media`, { range: 'bytes=10-12' })).status).toBe(416);
    expect((await ask('DELETE', `/drive/v3/files/${id}`)).status).toBe(204);
    expect(reasonOf(await ask('GET', `/drive/v3/files/${id}`))).toBe('notFound');
  });

  it('refuses what it does not understand', async () => {
    for (const path of [
      'files?q=nonsense',
      'files?pageSize=1001',
      'files?pageToken=x',
      'files?fields=files(',
      'about',
      'about?fields=user&supportsAllDrives=true',
    ]) {
      expect((await ask('GET', `/drive/v3/${path}`)).status).toBe(400);
    }
  });

  it('of a Shared Drive only to who says that it knows them; drive.file shows nothing that others made', async () => {
    const { id } = raw.google.drive.addSharedDrive({ 'ada@example.com': 'reader' });
    expect((await ask('GET', `/drive/v3/files/${id}?supportsAllDrives=true`)).status).toBe(404);
    begin('ada@example.com', fullDriveScope);
    expect((await ask('GET', `/drive/v3/files/${id}`)).status).toBe(404);
    expect((await ask('GET', `/drive/v3/files/${id}?supportsAllDrives=true`)).status).toBe(200);
    const made = await ask('POST', '/drive/v3/files?supportsAllDrives=true', {}, { name: 'n', parents: [id] });
    expect(reasonOf(made)).toBe('insufficientFilePermissions');
    begin('bob@example.com', fullDriveScope);
    expect((await ask('GET', `/drive/v3/files/${id}?supportsAllDrives=true`)).status).toBe(404);
  });
});
