import { startStorageApi, type StorageApi } from './testing/start-storage-api';
import { apiToken, signIn } from '../testing/api-client';
import { AuditEvent } from '../accounts/audit-event.entity';
import { EventHub, type ApiEvent } from '../events/event-hub';
import type { DestinationDto, DestinationPageDto, SavedDestinationDto } from './destination.dto';
import { Destination } from './destination.entity';
import { anyFlag, anyNumber, anyText, having, textLike } from './testing/matchers';

const path = '/storage/destinations';

describe('destinations over REST', () => {
  let api: StorageApi;
  beforeAll(async () => {
    api = await startStorageApi();
  });
  afterAll(() => api.close());

  let made = 0;
  const create = async (more: object = {}) => {
    made += 1;
    const body = { name: `Folder ${made}`, type: 'local_mapped', config: { path: `folder-${made}` }, ...more };
    const reply = await api.owner.post<SavedDestinationDto>(path, body);
    expect([reply.status, reply.body]).toEqual([201, having({ name: body.name.trim() })]);
    return reply.body;
  };

  it('are tested and then stored, with what the test proved', async () => {
    const { id, ...destination } = await create({ name: '  Disk  ', config: { path: 'disk', maxSize: '5 GB' } });
    expect(destination).toEqual({
      name: 'Disk',
      type: 'local_mapped',
      origin: 'ui',
      config: { path: 'disk', maxSize: 5_000_000_000 },
      enabled: true,
      closing: false,
      validationStatus: 'valid',
      validationError: null,
      lastValidated: anyText,
      capabilities: { conditions: anyFlag, versions: false, ranges: true, canDelete: true },
      noDelete: false,
      keepsEverything: false,
      bandwidthLimit: null,
      problem: null,
      totalBackups: 0,
      totalSize: 0,
      availableSpace: anyNumber,
      version: 1,
      createdAt: anyText,
      updatedAt: anyText,
      notices: [],
    });
    const read = await api.owner.get<DestinationDto>(`${path}/${id}`);
    expect(read).toMatchObject({ status: 200, body: { id, name: 'Disk', totalBackups: 0 } });
  });

  it('are listed in pages, the newest first', async () => {
    const [first, second] = [await create(), await create()];
    const page = (await api.owner.get<DestinationPageDto>(`${path}?limit=1`)).body;
    expect(page.items.map(({ id }) => id)).toEqual([second.id]);
    const next = (await api.owner.get<DestinationPageDto>(`${path}?limit=1&cursor=${page.next}`)).body;
    expect(next.items.map(({ id }) => id)).toEqual([first.id]);
  });

  it('change only by what a request names; totals and tests are left alone', async () => {
    const { id } = await create();
    const { status, body } = await api.owner.patch<SavedDestinationDto>(`${path}/${id}`, {
      version: 1,
      name: 'Renamed',
      enabled: false,
    });
    expect([status, body]).toEqual([200, having({ name: 'Renamed', enabled: false, version: 2 })]);
    expect(body.config).toMatchObject({ path: textLike('folder-') });
  });

  it('are gone after deleting, with their tests', async () => {
    const { id } = await create();
    expect((await api.owner.delete(`${path}/${id}`)).status).toBe(204);
    expect((await api.owner.get(`${path}/${id}`)).status).toBe(404);
    expect(await api.database.read.query(`SELECT id FROM probes WHERE storage_destination_id = '${id}'`)).toEqual([]);
  });

  it('tell open pages of each change, and the audit log of who made it', async () => {
    const events: ApiEvent[] = [];
    const seen = api.app.get(EventHub).events.subscribe((event) => events.push(event));
    const { id, name } = await create();
    await api.owner.patch(`${path}/${id}`, { version: 1, config: { maxSize: '1 GB' } });
    await api.owner.delete(`${path}/${id}`);
    seen.unsubscribe();
    expect(events.map(({ type, id: of, data }) => [type, of, data])).toEqual([
      ['destination.changed', id, having({ deleted: false, version: 1 })],
      ['destination.changed', id, having({ deleted: false, version: 2 })],
      ['destination.changed', id, { id, name, deleted: true }],
    ]);
    const entries = await api.database.read.findBy(AuditEvent, { objectId: id });
    expect(entries.map(({ action, actorId, detail }) => [action, actorId, detail])).toEqual([
      ['destination.create', api.owner.userId, { type: 'local_mapped', enabled: true }],
      [
        'destination.update',
        api.owner.userId,
        {
          fields: ['config.maxSize'],
          changes: [{ field: 'config.maxSize', before: null, after: 1e9, hidden: false }],
        },
      ],
      ['destination.delete', api.owner.userId, { copies: null, stored: 0, bytes: 0 }],
    ]);
  });

  it('are read by viewers, tested by operators, and changed by owners only', async () => {
    const { id } = await create();
    const viewer = await signIn(api, { role: 'viewer' });
    const operator = await apiToken(api, 'operator');
    expect((await viewer.get(`${path}/${id}`)).status).toBe(200);
    expect((await viewer.post(`${path}/${id}/test`)).status).toBe(403);
    expect((await operator.post(`${path}/${id}/test`)).status).toBe(200);
    expect((await operator.patch(`${path}/${id}`, { version: 1, name: 'X' })).status).toBe(403);
    expect((await operator.delete(`${path}/${id}`)).status).toBe(403);
    expect((await operator.post(`${path}/test`, { type: 'local_mapped', config: {} })).status).toBe(403);
  });

  it.each([
    ['H29 an id that is none', 'get', '/not-an-id', undefined, 400, 'INVALID_INPUT', 'id'],
    [
      'H29 an unknown id',
      'get',
      '/0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a',
      undefined,
      404,
      'DESTINATION_NOT_FOUND',
      undefined,
    ],
    [
      'H29 a change of an unknown id',
      'patch',
      '/0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a',
      { version: 1 },
      404,
      'DESTINATION_NOT_FOUND',
      undefined,
    ],
    [
      'H29 deleting an unknown id',
      'delete',
      '/0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a',
      undefined,
      404,
      'DESTINATION_NOT_FOUND',
      undefined,
    ],
    ['H30 a page of −1', 'get', '?limit=-1', undefined, 400, 'INVALID_INPUT', 'limit'],
    ['H30 a page of a million', 'get', '?limit=1000000', undefined, 400, 'INVALID_INPUT', 'limit'],
    ['H30 a sort that there is not', 'get', '?sort=config', undefined, 400, 'INVALID_INPUT', 'sort'],
    [
      'H30 SQL in the page',
      'get',
      `?cursor=${encodeURIComponent("' OR 1=1 --")}`,
      undefined,
      400,
      'INVALID_INPUT',
      'cursor',
    ],
    [
      'an unknown choice for the copies',
      'delete',
      '/0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a?copies=burn',
      undefined,
      400,
      'INVALID_INPUT',
      'copies',
    ],
    ['H31 a name of spaces', 'post', '', { name: '   ' }, 400, 'INVALID_INPUT', 'name'],
    ['H31 a name of 300 characters', 'post', '', { name: 'n'.repeat(300) }, 400, 'INVALID_INPUT', 'name'],
    ['H31 a name that turns its direction', 'post', '', { name: 'a\u202egpj' }, 400, 'INVALID_INPUT', 'name'],
    ['H32 a name with a line end', 'post', '', { name: 'a\r\nSet-Cookie: x' }, 400, 'INVALID_INPUT', 'name'],
    ['a type that there is not', 'post', '', { type: 'floppy' }, 400, 'DESTINATION_TYPE_UNKNOWN', 'type'],
    [
      'a destination for the browser',
      'post',
      '',
      { type: 'browser_download', config: {} },
      400,
      'DESTINATION_NOT_NEEDED',
      'type',
    ],
    [
      'an unknown setting',
      'post',
      '',
      { config: { path: 'a', color: 'red' } },
      400,
      'DESTINATION_CONFIG_INVALID',
      'config.color',
    ],
    [
      'a setting of the wrong kind',
      'post',
      '',
      { config: { path: 'a', maxSize: 'large' } },
      400,
      'DESTINATION_CONFIG_INVALID',
      'config.maxSize',
    ],
    [
      'a setting that is a list',
      'post',
      '',
      { config: { path: ['a'] } },
      400,
      'DESTINATION_CONFIG_INVALID',
      'config.path',
    ],
    ['settings that are a list', 'post', '', { config: [] }, 400, 'INVALID_INPUT', 'config'],
    ['an unknown field', 'post', '', { closing: true }, 400, 'INVALID_INPUT', 'closing'],
  ] as const)('%s is refused, and nothing is stored', async (_, method, suffix, more, status, code, field) => {
    const before = await api.database.read.count(Destination);
    const body =
      method === 'post' ? { name: 'Refused', type: 'local_mapped', config: { path: 'refused' }, ...more } : more;
    const reply =
      method === 'get' ? await api.owner.get(`${path}${suffix}`) : await api.owner[method](`${path}${suffix}`, body);
    expect(reply).toMatchObject({ status, body: { code, detail: anyText } });
    expect((reply.body as { field?: string }).field).toBe(field);
    expect(await api.database.read.count(Destination)).toBe(before);
  });

  it('H31 a name is a text and nothing else, and belongs to one', async () => {
    const { id, version } = await create({ name: '<img onerror=alert(1)> Ünï' });
    const body = {
      name: '<IMG onerror=alert(1)>  u\u0308nï'.replace('u\u0308', 'Ü'),
      type: 'local_mapped',
      config: { path: 'twice' },
    };
    expect(await api.owner.post(path, body)).toMatchObject({
      status: 409,
      body: { code: 'NAME_TAKEN', field: 'name' },
    });
    const other = await create();
    const renamed = await api.owner.patch(`${path}/${other.id}`, { version: 1, name: '<img ONERROR=alert(1)> ünï' });
    expect(renamed).toMatchObject({ status: 409, body: { code: 'NAME_TAKEN' } });
    expect((await api.owner.patch(`${path}/${id}`, { version, name: '<IMG onerror=alert(1)> ünï' })).status).toBe(200);
  });

  it('H31 of ten that ask for one name at once, one gets it', async () => {
    const body = { name: 'Wanted', type: 'vault', config: { room: 'w', secretKey: 'secret' } };
    const replies = await Promise.all(Array.from({ length: 10 }, () => api.owner.post(path, body)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('H35 a change that names an older version is refused, also when both come at once', async () => {
    const { id } = await create();
    const replies = await Promise.all(
      ['one', 'two'].map((name) => api.owner.patch(`${path}/${id}`, { version: 1, name: `${id} ${name}` })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = await api.owner.patch(`${path}/${id}`, { version: 1, enabled: false });
    expect(late).toMatchObject({ status: 409, body: { code: 'STALE_VERSION', field: 'version' } });
    expect((await api.owner.get(`${path}/${id}`)).body).toMatchObject({ version: 2, enabled: true });
  });
});
