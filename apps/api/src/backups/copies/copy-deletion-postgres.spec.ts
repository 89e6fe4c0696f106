import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { DestinationDto } from '../../storage/destination.dto';
import type { StorageApi } from '../../storage/testing/start-storage-api';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';

describe('P-COPY-7 two copies that are deleted at the same moment (PostgreSQL)', () => {
  let server: ScratchServer;
  let api: StorageApi;

  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const { startStorageApi } = await import('../../storage/testing/start-storage-api');
    const connection = server.settings(server.superuser.user, 'postgres');
    api = await startStorageApi({}, { maxConcurrentRuns: 0, database: { engine: 'postgres', connection } });
  }, 60_000);
  afterAll(async () => {
    await api.close();
    await server.stop();
  });

  async function room(name: string): Promise<DestinationDto> {
    const config = { room: name, secretKey: 'a secret of this room' };
    const { body } = await api.owner.post<DestinationDto>('/storage/destinations', { name, type: 'vault', config });
    return body;
  }

  it('one of them stays: it is the last one then', async () => {
    const { storedArchive } = await import('../testing/stored-archive');
    const places = [await room('here'), await room('there')];
    for (let round = 0; round < 4; round += 1) {
      const { backupId, copyIds } = await storedArchive(api, places);
      await api.database.write((manager) =>
        manager.query('UPDATE backup_copies SET status = $1 WHERE backup_id = $2', ['stored', backupId]),
      );
      const replies = await Promise.all(copyIds.map((id) => api.owner.delete(`/backups/${backupId}/copies/${id}`)));
      expect(replies.map(({ status }) => status).sort()).toEqual([204, 409]);
    }
  });
});
