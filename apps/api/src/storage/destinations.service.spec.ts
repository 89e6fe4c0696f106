import { startStorageApi, type StorageApi } from './testing/start-storage-api';
import { randomUUID } from 'node:crypto';
import { putBuffer } from '@stowbase/storage';
import type { DestinationDto } from './destination.dto';
import { Destinations } from './destinations.service';
import { vaults } from './testing/vault-driver';

describe('destinations for other features', () => {
  let api: StorageApi;
  let destinations: Destinations;
  beforeEach(async () => {
    api = await startStorageApi();
    destinations = api.app.get(Destinations);
  });
  afterEach(() => api.close());

  const create = async (name: string, enabled = true) => {
    const body = { name, type: 'vault', config: { room: name, secretKey: 'a secret' }, enabled };
    return (await api.owner.post<DestinationDto>('/storage/destinations', body)).body.id;
  };

  it('a backup goes to those named, each once and in their order', async () => {
    const [one, two] = [await create('one'), await create('two')];
    const chosen = await destinations.forRun([two, one, two]);
    expect(chosen.map(({ name }) => name)).toEqual(['two', 'one']);
  });

  it('a backup that names none goes to the only one; to none of several', async () => {
    await expect(destinations.forRun(undefined)).rejects.toMatchObject({ code: 'DESTINATION_NOT_CHOSEN' });
    await create('disabled', false);
    await create('one');
    expect((await destinations.forRun(undefined)).map(({ name }) => name)).toEqual(['one']);
    expect((await destinations.forRun([])).map(({ name }) => name)).toEqual(['one']);
    await create('two');
    await expect(destinations.forRun(undefined)).rejects.toMatchObject({ code: 'DESTINATION_NOT_CHOSEN' });
  });

  it('one that is disabled or unknown is refused by its place in the request', async () => {
    const [one, disabled] = [await create('one'), await create('disabled', false)];
    await expect(destinations.forRun([one, disabled])).rejects.toMatchObject({
      code: 'DESTINATION_DISABLED',
      options: { field: 'destinations[1]' },
    });
    await expect(destinations.forRun([randomUUID()])).rejects.toMatchObject({
      code: 'DESTINATION_NOT_FOUND',
      options: { field: 'destinations[0]' },
    });
  });

  it('a disabled one can be opened: reading and deleting go on', async () => {
    const id = await create('disabled', false);
    const storage = await destinations.open(id);
    await putBuffer(storage, 'a/key', Buffer.from('content'));
    expect((await storage.stat('a/key')).size).toBe(7);
    await storage.close();
    expect([vaults.open, vaults.opened]).toEqual([0, { room: 'disabled', signIn: 'key', secretKey: 'a secret' }]);
    await expect(destinations.open(randomUUID())).rejects.toMatchObject({ code: 'DESTINATION_NOT_FOUND' });
  });

  it('what is stored there is counted in the transaction that says so', async () => {
    const id = await create('one');
    const note = (copies: number, bytes: number) =>
      api.database.write((manager) => destinations.noteStored(manager, id, { copies, bytes }));
    await note(2, 5_000_000_000_000);
    await note(-1, -1);
    const failing = api.database.write(async (manager) => {
      await destinations.noteStored(manager, id, { copies: 1, bytes: 1 });
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await destinations.get(id)).toMatchObject({ totalBackups: 1, totalSize: 4_999_999_999_999, version: 1 });
  });
});
