import { startStorageApi, type StorageApi } from './testing/start-storage-api';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Destination } from './destination.entity';
import { textLike } from './testing/matchers';

const path = '/storage/destinations';

describe('folders of this machine as destinations', () => {
  let api: StorageApi;
  beforeAll(async () => {
    api = await startStorageApi();
    mkdirSync(join(dirname(api.root), 'outside'));
    symlinkSync(join(dirname(api.root), 'outside'), join(api.root, 'link-out'));
    writeFileSync(join(api.root, 'a-file'), '');
    mkdirSync(join(api.root, 'read-only'));
    chmodSync(join(api.root, 'read-only'), 0o500);
  });
  afterAll(() => api.close());

  const refusals: readonly (readonly [string, (root: string) => string, RegExp])[] = [
    ['outside of the allowed folders', () => '/etc', /outside/],
    ['that climbs out', (root) => `${root}/../outside`, /outside/],
    ['that climbs out from a relative path', () => '../outside', /outside/],
    ['behind a symbolic link that points out', () => 'link-out', /symbolic link/],
    ['below a symbolic link that points out', () => 'link-out/deeper', /symbolic link/],
    ['that is a file', () => 'a-file', /file/],
    ['below a file', () => 'a-file/deeper', /file/],
    ['with a NUL', () => 'a\0b', /control character/],
    ['with a line end', () => 'a\nb', /control character/],
  ];

  it.each(refusals)('H18 a folder %s is refused with the reason, also as disabled', async (_, of, reason) => {
    const config = { path: of(api.root) };
    for (const enabled of [true, false]) {
      const reply = await api.owner.post(path, { name: 'Folder', type: 'local_mapped', config, enabled });
      expect(reply).toMatchObject({
        status: 400,
        body: { code: 'DESTINATION_CONFIG_INVALID', field: 'config.path', detail: textLike(reason) },
      });
    }
    const test = await api.owner.post(`${path}/test`, { type: 'local_mapped', config });
    expect(test).toMatchObject({ status: 400, body: { field: 'config.path' } });
    expect(await api.database.read.count(Destination)).toBe(0);
    expect(existsSync(join(dirname(api.root), 'outside', 'deeper'))).toBe(false);
  });

  it('H18 the data folder of the service is refused, also when it lies in an allowed folder', async () => {
    const inside = await startStorageApi({}, { localStorageRoots: [dirname(api.config.dataFolder)] });
    const within = await startStorageApi({}, { localStorageRoots: ['/'] });
    for (const [service, folder] of [
      [within, within.config.dataFolder],
      [within, join(within.config.dataFolder, 'backups')],
    ] as const) {
      const reply = await service.owner.post(path, { name: 'Own', type: 'local_mapped', config: { path: folder } });
      expect(reply).toMatchObject({
        status: 400,
        body: { field: 'config.path', detail: textLike(/data of Stowbase/) },
      });
    }
    await inside.close();
    await within.close();
  });

  // The superuser may write everywhere.
  (process.getuid?.() === 0 ? it.skip : it)('H18 a folder that can not be written to is refused', async () => {
    const reply = await api.owner.post(path, { name: 'Folder', type: 'local_mapped', config: { path: 'read-only' } });
    expect(reply).toMatchObject({
      status: 400,
      body: { field: 'config.path', detail: textLike(/written/) },
    });
  });

  it('H18 a change to such a folder is refused, and the destination stays as it was', async () => {
    const created = await api.owner.post<{ id: string }>(path, {
      name: 'Good',
      type: 'local_mapped',
      config: { path: 'good' },
    });
    const { id } = created.body;
    const reply = await api.owner.patch(`${path}/${id}`, { version: 1, config: { path: '../outside' } });
    expect(reply).toMatchObject({ status: 400, body: { field: 'config.path' } });
    expect((await api.owner.get(`${path}/${id}`)).body).toMatchObject({
      version: 1,
      config: { path: 'good' },
      validationStatus: 'valid',
    });
  });
});
