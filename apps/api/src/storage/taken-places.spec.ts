import type { SavedDestinationDto } from './destination.dto';
import { startStorageApi, type StorageApi } from './testing/start-storage-api';

const path = '/storage/destinations';

describe('P-DEST-5: two destinations in one place', () => {
  let api: StorageApi;
  beforeAll(async () => {
    api = await startStorageApi();
  });
  afterAll(() => api.close());

  const create = (name: string, config: object) =>
    api.owner.post<SavedDestinationDto>(path, { name, type: 'local_mapped', config });
  const taken = { status: 409, body: { code: 'DESTINATION_SAME_PLACE', field: 'config' } };

  it('are refused, however the place is written', async () => {
    expect((await create('One', { path: 'place' })).status).toBe(201);
    for (const same of ['place', './place', 'place/', 'other/../place'])
      expect(await create('Two', { path: same })).toMatchObject({
        ...taken,
        body: { detail: 'The destination One lies in the same place.' },
      });
    expect((await create('Two', { path: 'place/deeper' })).status).toBe(201);
  });

  it('are refused when one is moved to the other, and not when it stays', async () => {
    const { body } = await create('Three', { path: 'three' });
    const change = (config: object) => api.owner.patch(`${path}/${body.id}`, { version: body.version, config });
    expect(await change({ path: 'place' })).toMatchObject(taken);
    expect((await change({ path: './three' })).status).toBe(200);
  });
});
