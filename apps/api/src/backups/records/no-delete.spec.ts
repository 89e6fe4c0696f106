import '../../storage/testing/list-vault';
import type { DestinationDto } from '../../storage/destination.dto';
import { startStorageApi, type StorageApi } from '../../storage/testing/start-storage-api';
import { vaults } from '../../storage/testing/vault-driver';
import { BackupCopy } from '../backup-copy.entity';
import type { BackupDto } from './backup.dto';
import { Sweeper } from '../sweep/sweeper';
import { storedArchive } from '../testing/stored-archive';

describe('P-DEST-3 where Stowbase deletes nothing', () => {
  let api: StorageApi;
  let destination: DestinationDto;
  beforeEach(async () => {
    api = await startStorageApi({}, { maxConcurrentRuns: 0 });
  });
  afterEach(() => api.close());

  async function create(more: object = {}): Promise<DestinationDto> {
    const config = { room: 'kept', secretKey: 'the secret of this room' };
    const wanted = { name: 'Kept', type: 'vault', config, ...more };
    return (await api.owner.post<DestinationDto>('/storage/destinations', wanted)).body;
  }
  const objects = () => [...vaults.rooms.get('kept')!.objects.keys()].filter((key) => key.endsWith('.tar'));

  it.each([
    ['because its credentials can not', {}, 'The credentials of Kept are not allowed to delete there.'],
    ['by its settings', { keepsEverything: true }, 'By its settings nothing is deleted at Kept.'],
  ])('%s, a copy is not deleted but forgotten on demand', async (_, more, detail) => {
    vaults.readOnlyForDeletes = !('keepsEverything' in more);
    destination = await create(more);
    expect(destination).toMatchObject({ noDelete: true, validationStatus: 'valid' });
    const { backupId, key, copyIds } = await storedArchive(api, [destination]);
    const refused = { status: 409, body: { code: 'DESTINATION_CANNOT_DELETE', detail, destinationId: destination.id } };
    expect(await api.owner.delete(`/backups/${backupId}`)).toMatchObject(refused);
    expect(await api.owner.delete(`/backups/${backupId}/copies/${copyIds[0]}`)).toMatchObject(refused);
    expect(await api.owner.delete(`/storage/destinations/${destination.id}?copies=delete`)).toMatchObject({
      status: 409,
      body: { code: 'DESTINATION_CANNOT_DELETE', detail },
    });
    const { body } = await api.owner.get<BackupDto>(`/backups/${backupId}`);
    const confirm = encodeURIComponent(body.projectName);
    const gone = await api.owner.delete<BackupDto>(`/backups/${backupId}?copies=keep&confirm=${confirm}`);
    expect(gone).toMatchObject({
      status: 202,
      body: { copies: [{ status: 'deleted', error: { code: 'DESTINATION_CANNOT_DELETE' } }] },
    });
    expect(gone.body.deletedAt).not.toBeNull();
    const sweeper = api.app.get(Sweeper);
    await sweeper.reconcileAll();
    await sweeper.sweep();
    expect(objects()).toEqual([key]);
    expect(await api.owner.get(`/storage/destinations/${destination.id}`)).toMatchObject({
      body: { totalBackups: 0, totalSize: 0 },
    });
  });

  it('what was to be deleted before waits, and says why', async () => {
    destination = await create();
    const { backupId, key } = await storedArchive(api, [destination]);
    await api.database.write((manager) => manager.update(BackupCopy, { backupId }, { status: 'delete_pending' }));
    const { version } = destination;
    await api.owner.patch(`/storage/destinations/${destination.id}`, { version, keepsEverything: true });
    const sweeper = api.app.get(Sweeper);
    await sweeper.sweep();
    expect(objects()).toEqual([key]);
    const [copy] = (await api.owner.get<BackupDto>(`/backups/${backupId}`)).body.copies;
    expect(copy).toMatchObject({ status: 'delete_pending', error: { code: 'DESTINATION_CANNOT_DELETE' } });
    await api.owner.patch(`/storage/destinations/${destination.id}`, { version: version + 1, keepsEverything: false });
    await api.database.write((manager) => manager.update(BackupCopy, { backupId }, { retryAt: null }));
    await sweeper.sweep();
    expect(objects()).toEqual([]);
  });
});
