import { startStorageApi, type StorageApi } from './testing/start-storage-api';
import { DestinationRemoval } from './destination-removal.service';
import { DestinationUsers, type DestinationUse } from './destination-users';
import type { DestinationDto } from './destination.dto';
import { Destinations } from './destinations.service';
import { vaults } from './testing/vault-driver';
import { textLike } from './testing/matchers';

const path = '/storage/destinations';

/** A feature that stores things, as far as destinations know it. */
class Storer {
  readonly use = new Map<string, DestinationUse>();
  readonly lettingGo: [string, string][] = [];

  uses(id: string): Promise<DestinationUse> {
    return Promise.resolve(this.use.get(id) ?? { live: 0, stored: 0 });
  }

  letGo(_: unknown, id: string, choice: 'keep' | 'delete'): Promise<void> {
    this.lettingGo.push([id, choice]);
    return Promise.resolve();
  }
}

describe('deleting a destination', () => {
  let api: StorageApi;
  const storer = new Storer();
  beforeAll(async () => {
    api = await startStorageApi();
    api.app.get(DestinationUsers).register(storer);
  });
  beforeEach(() => {
    vaults.readOnlyForDeletes = false;
    storer.lettingGo.length = 0;
  });
  afterAll(() => api.close());

  let made = 0;
  const create = async (use: DestinationUse, more: object = {}) => {
    made += 1;
    const config = { room: `room ${made}`, secretKey: 'a secret' };
    const { body } = await api.owner.post<DestinationDto>(path, {
      name: `Vault ${made}`,
      type: 'vault',
      config,
      ...more,
    });
    storer.use.set(body.id, use);
    await api.database.write((manager) =>
      api.app.get(Destinations).noteStored(manager, body.id, { copies: use.stored, bytes: use.stored * 1_000 }),
    );
    return body.id;
  };
  const read = (id: string) => api.owner.get<DestinationDto>(`${path}/${id}`);

  it('F34 is refused with the counts while copies lie there and nothing is said about them', async () => {
    const id = await create({ live: 0, stored: 3 });
    expect(await api.owner.delete(`${path}/${id}`)).toMatchObject({
      status: 409,
      body: {
        code: 'DESTINATION_HAS_COPIES',
        copies: 3,
        bytes: 3_000,
        nextStep: textLike('copies=keep'),
      },
    });
    expect(await read(id)).toMatchObject({ status: 200, body: { closing: false, enabled: true } });
    expect(storer.lettingGo).toEqual([]);
  });

  it('F34 is refused as well when only the own count knows of copies', async () => {
    const id = await create({ live: 0, stored: 2 });
    storer.use.delete(id);
    expect(await api.owner.delete(`${path}/${id}`)).toMatchObject({ status: 409, body: { copies: 2 } });
  });

  it('F34 with copies=keep forgets it at once; its users let go of what lies there, and nothing is deleted at the store', async () => {
    const id = await create({ live: 0, stored: 3 });
    vaults.opened = null;
    expect((await api.owner.delete(`${path}/${id}?copies=keep`)).status).toBe(204);
    expect(vaults.opened).toBeNull();
    expect(storer.lettingGo).toEqual([[id, 'keep']]);
    expect((await read(id)).status).toBe(404);
  });

  it('F34 with copies=delete closes it, and it goes when the last copy is gone', async () => {
    const id = await create({ live: 0, stored: 2 });
    const removal = api.app.get(DestinationRemoval);
    const reply = await api.owner.delete(`${path}/${id}?copies=delete`);
    expect(reply).toMatchObject({ status: 202, body: { id, closing: true } });
    expect(storer.lettingGo).toEqual([[id, 'delete']]);
    storer.use.set(id, { live: 0, stored: 1 });
    removal.settle();
    await removal.settled();
    expect(await read(id)).toMatchObject({ status: 200, body: { closing: true } });
    storer.use.set(id, { live: 0, stored: 0 });
    removal.settle();
    await removal.settled();
    expect((await read(id)).status).toBe(404);
  });

  it.each(['', '?copies=keep', '?copies=delete'])(
    'F34 is refused while a copy is made or read there (%s)',
    async (choice) => {
      const id = await create({ live: 1, stored: 3 });
      expect(await api.owner.delete(`${path}/${id}${choice}`)).toMatchObject({
        status: 409,
        body: { code: 'DESTINATION_IN_USE', live: 1 },
      });
      expect(await read(id)).toMatchObject({ status: 200, body: { closing: false } });
      expect(storer.lettingGo).toEqual([]);
    },
  );

  it('F34 with copies=delete is refused where the credentials can not delete; that is shown as no-delete mode', async () => {
    vaults.readOnlyForDeletes = true;
    const id = await create({ live: 0, stored: 1 });
    expect((await read(id)).body).toMatchObject({
      validationStatus: 'valid',
      noDelete: true,
      capabilities: { canDelete: false },
    });
    expect(await api.owner.delete(`${path}/${id}?copies=delete`)).toMatchObject({
      status: 409,
      body: { code: 'DESTINATION_CANNOT_DELETE' },
    });
    expect((await api.owner.delete(`${path}/${id}?copies=keep`)).status).toBe(204);
  });

  it('F34 that is closing takes no backup and no change, but what lies there can be read and deleted', async () => {
    const id = await create({ live: 0, stored: 1 });
    await api.owner.delete(`${path}/${id}?copies=delete`);
    expect(await api.owner.patch(`${path}/${id}`, { version: 1, name: 'X' })).toMatchObject({
      status: 409,
      body: { code: 'DESTINATION_CLOSING' },
    });
    const destinations = api.app.get(Destinations);
    await expect(destinations.forRun([id])).rejects.toMatchObject({ code: 'DESTINATION_CLOSING' });
    const storage = await destinations.open(id);
    await storage.delete('gone already');
    await storage.close();
  });

  it('F34 of a backup that begins and a deletion at the same moment one wins, never both', async () => {
    const destinations = api.app.get(Destinations);
    for (let round = 0; round < 10; round += 1) {
      const id = await create({ live: 0, stored: 0 });
      const begin = api.database.write(async (manager) => {
        await destinations.forRun([id], manager);
        storer.use.set(id, { live: 1, stored: 0 });
      });
      const [begun, deleted] = await Promise.all([
        begin.then(
          () => true,
          () => false,
        ),
        api.owner.delete(`${path}/${id}`).then(({ status }) => status),
      ]);
      expect([begun, deleted]).toEqual(begun ? [true, 409] : [false, 204]);
    }
  });
});
