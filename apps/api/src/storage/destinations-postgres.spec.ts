import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { EntityManager } from 'typeorm';
import type { DestinationPageDto, SavedDestinationDto } from './destination.dto';
import type { StorageApi } from './testing/start-storage-api';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';

const path = '/storage/destinations';

describe('destinations in PostgreSQL', () => {
  let server: ScratchServer;
  let api: StorageApi;

  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const { startStorageApi } = await import('./testing/start-storage-api');
    const connection = server.settings(server.superuser.user, 'postgres');
    api = await startStorageApi({}, { database: { engine: 'postgres', connection } });
  });
  afterAll(async () => {
    await api.close();
    await server.stop();
  });

  let made = 0;
  const create = async () => {
    made += 1;
    const config = { room: `room ${made}`, secretKey: 'a secret' };
    const { status, body } = await api.owner.post<SavedDestinationDto>(path, {
      name: `Vault ${made}`,
      type: 'vault',
      config,
    });
    expect(status).toBe(201);
    return body;
  };

  it('are created, listed, tested, counted, changed and deleted', async () => {
    const { Destinations } = await import('./destinations.service');
    const { id, capabilities } = await create();
    expect(await api.owner.post(`${path}/${id}/test`)).toMatchObject({ status: 200, body: { valid: true } });
    const change = { copies: 1, bytes: 5_000_000_000_000 };
    await api.database.write((manager) => api.app.get(Destinations).noteStored(manager, id, change));
    const { items } = (await api.owner.get<DestinationPageDto>(path)).body;
    expect(items).toEqual([
      expect.objectContaining({ id, capabilities, totalBackups: 1, totalSize: 5_000_000_000_000 }),
    ]);
    expect((await api.owner.patch(`${path}/${id}`, { version: 1, name: 'Renamed' })).status).toBe(200);
    expect((await api.owner.patch(`${path}/${id}`, { version: 1, name: 'Late' })).status).toBe(409);
    expect((await api.owner.delete(`${path}/${id}?copies=keep`)).status).toBe(204);
  });

  it('F34 deleting waits for a backup that has just chosen this destination, and is then refused', async () => {
    const { Destinations } = await import('./destinations.service');
    const { DestinationUsers } = await import('./destination-users');
    api.app.get(DestinationUsers).register({
      uses: async (id: string, manager: EntityManager) => {
        const rows = await manager.query<object[]>('SELECT id FROM backup_copies WHERE storage_destination_id = $1', [
          id,
        ]);
        return { live: rows.length, stored: 0 };
      },
    });
    const { id } = await create();
    const deleted = await api.database.write(async (manager) => {
      await api.app.get(Destinations).forRun([id], manager);
      const deletion = { status: 0 };
      const answered = api.owner.delete(`${path}/${id}`).then(({ status }) => (deletion.status = status));
      while (deletion.status === 0 && !(await somebodyWaits())) await setImmediate();
      await manager.query(insertCopy, [randomUUID(), randomUUID(), id]);
      return { answered };
    });
    expect(await deleted.answered).toBe(409);
    expect((await api.owner.get(`${path}/${id}`)).body).toMatchObject({ closing: false });
  });

  const somebodyWaits = async (): Promise<boolean> =>
    (await api.database.read.query<object[]>('SELECT 1 FROM pg_locks WHERE NOT granted')).length > 0;
});

const insertCopy = `INSERT INTO backup_copies
  (id, backup_id, storage_destination_id, destination_name, attempt, status, failures, created_at)
  VALUES ($1, $2, $3, 'x', 1, 'pending', 0, now())`;
