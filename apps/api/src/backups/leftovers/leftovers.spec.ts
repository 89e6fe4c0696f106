import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { BackupCopy } from '../backup-copy.entity';
import { storedArchive } from '../testing/stored-archive';
import type { KnownLeftoverListDto, OldLeftoverListDto, RemovedLeftoversDto } from './leftovers.dto';

const week = 7 * 24 * 3600_000;
const hour = 3600_000;

describe('P-DEST-4 what nobody has a record of at a destination', () => {
  let api: TestApi;
  let owner: ApiClient;
  let destination: { id: string; name: string; version: number };
  let path: string;
  let folder: string;

  beforeEach(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api);
    folder = join(api.config.localStorageRoots[0]!, 'disk');
    mkdirSync(folder);
    const wanted = { name: 'Disk', type: 'local_mapped', config: { path: 'disk' } };
    ({ body: destination } = await owner.post<typeof destination>('/storage/destinations', wanted));
    path = `/storage/destinations/${destination.id}/leftovers`;
  });
  afterEach(() => api.close());

  function put(name: string, ageMs: number): string {
    const file = join(folder, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, 'x');
    const at = new Date(Date.now() - ageMs);
    utimesSync(file, at, at);
    return name;
  }
  const old = {
    archive: 'shop/2026/shop_0123456789abcdef-1.tar',
    temp: 'shop/2026/.stowbase-0123456789abcdef.partial',
  };
  const search = async () => (await owner.post<OldLeftoverListDto>(`${path}/search`)).body.items;

  it('is listed by name and age, and nothing else is', async () => {
    for (const name of Object.values(old)) put(name, week + hour);
    put('stowbase-probe-0123456789abcdef-object', week + hour);
    put('shop/2026/shop_fedcba9876543210-1.tar', week - hour);
    put('holiday.jpg', week + hour);
    const { key } = await storedArchive(api, [destination]);
    put(key, week + hour);
    expect((await search()).map(({ kind, key: found }) => `${kind} ${found}`).sort()).toEqual([
      `object ${old.archive}`,
      'object stowbase-probe-0123456789abcdef-object',
      'upload shop/2026/unfinished',
    ]);
    expect(readdirSync(join(folder, 'shop/2026'))).toContain('.stowbase-0123456789abcdef.partial');
  });

  it('is no backup of ours that another destination has in the same place, or had', async () => {
    mkdirSync(join(folder, 'team-a'));
    const inside = { name: 'Inside', type: 'local_mapped', config: { path: 'disk/team-a' } };
    const { body: other } = await owner.post<typeof destination>('/storage/destinations', inside);
    const { key } = await storedArchive(api, [other]);
    put(`team-a/${key}`, week + hour);
    const { key: kept } = await storedArchive(api, [destination]);
    put(kept, week + hour);
    await api.database.write((manager) => manager.update(BackupCopy, { key: kept }, { destinationId: null }));
    expect(await search()).toEqual([]);
    const items = [{ kind: 'object', key: `team-a/${key}`, at: new Date().toISOString() }];
    const { body } = await owner.post<RemovedLeftoversDto>(`${path}/remove`, { items });
    expect(body.items).toMatchObject([{ removed: false }]);
  });

  it('is removed only by a second call that names it, and is recorded', async () => {
    for (const name of Object.values(old)) put(name, week + hour);
    const items = await search();
    const strange = { ...items[0]!, key: put('shop/2026/shop_fedcba9876543210-1.tar', hour) };
    const changed = { ...items[0]!, at: new Date(Date.now() - 2 * week).toISOString() };
    const { body } = await owner.post<RemovedLeftoversDto>(`${path}/remove`, { items: [strange, changed, ...items] });
    expect(body.items.map(({ removed }) => removed)).toEqual([false, false, true, true]);
    expect(readdirSync(join(folder, 'shop/2026'))).toEqual(['shop_fedcba9876543210-1.tar']);
    const audit = await owner.get<{ items: { action: string; detail: { keys: string[] } }[] }>('/audit?limit=1');
    expect(audit.body.items[0]).toMatchObject({ action: 'destination.leftovers.delete' });
    expect(await search()).toEqual([]);
  });

  it('is not removed where nothing is deleted', async () => {
    put(old.archive, week + hour);
    const items = await search();
    const { version } = destination;
    await owner.patch(`/storage/destinations/${destination.id}`, { version, keepsEverything: true });
    expect(await owner.post(`${path}/remove`, { items })).toMatchObject({
      status: 409,
      body: { code: 'DESTINATION_CANNOT_DELETE' },
    });
    expect(await search()).toHaveLength(1);
  });

  it('is not what an upload of ours left: that is listed apart, and goes by itself', async () => {
    put(old.temp, week + hour);
    const { backupId, key } = await storedArchive(api, [destination]);
    const row = await api.database.read.findOneByOrFail(BackupCopy, { backupId });
    const left = {
      ...{ ...row, id: randomUUID(), status: 'deleted' as const, retryAt: new Date(Date.now() + hour), failures: 3 },
      ...{ uploadState: { tempName: '.stowbase-0123456789abcdef.partial' }, errorCode: 'STORAGE_UNREACHABLE' },
    };
    await api.database.write((manager) => manager.insert(BackupCopy, left));
    expect((await owner.get<KnownLeftoverListDto>(path)).body.items).toMatchObject([
      { backupId, key, failures: 3, error: { code: 'STORAGE_UNREACHABLE' } },
    ]);
    expect(await search()).toEqual([]);
  });
});
