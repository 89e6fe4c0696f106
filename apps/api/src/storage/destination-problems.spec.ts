import { putBuffer, StorageError } from '@stowbase/storage';
import type { DestinationDto } from './destination.dto';
import { DestinationProblems } from './destination-problems.service';
import { Destinations } from './destinations.service';
import { startStorageApi, type StorageApi } from './testing/start-storage-api';
import { vaults } from './testing/vault-driver';

describe('P-DEST-1 what a destination has trouble with', () => {
  let api: StorageApi;
  let id: string;
  beforeAll(async () => {
    api = await startStorageApi();
    const config = { room: 'one', secretKey: 'the secret of this room' };
    ({ id } = (
      await api.owner.post<DestinationDto>('/storage/destinations', { name: 'One', type: 'vault', config })
    ).body);
  });
  afterAll(() => api.close());
  afterEach(() => {
    vaults.broken = null;
  });

  const shown = async (): Promise<DestinationDto> => {
    await api.app.get(DestinationProblems).settled();
    return (await api.owner.get<DestinationDto>(`/storage/destinations/${id}`)).body;
  };
  const use = async (): Promise<unknown> => {
    const storage = await api.app.get(Destinations).open(id);
    try {
      return await putBuffer(storage, `key ${Math.random()}`, Buffer.from('x')).catch((error: unknown) => error);
    } finally {
      await storage.close();
    }
  };

  it.each([
    ['auth', 'STORAGE_AUTH_FAILED', undefined],
    ['auth', 'REAUTH_REQUIRED', 'REAUTH_REQUIRED'],
    ['quota', 'STORAGE_FULL', undefined],
  ] as const)(
    'F28 F56 is shown when it is used (%s, %s), without its secret, and goes when it works',
    async (kind, code, own) => {
      vaults.broken = ({ secretKey }) =>
        new StorageError(kind, `It was refused: ${secretKey}.`, 'Mend it.', own === undefined ? {} : { code: own });
      await use();
      const { problem } = await shown();
      expect(problem).toMatchObject({ code, text: 'It was refused: ••••.', nextStep: 'Mend it.' });
      vaults.broken = null;
      await use();
      expect(await shown()).toMatchObject({ problem: null });
    },
  );

  it.each(['unreachable', 'stalled', 'rate-limited', 'not-found'] as const)(
    'is not what goes away by itself: %s',
    async (kind) => {
      vaults.broken = () => new StorageError(kind, 'It is away.', 'Wait.');
      await use();
      expect(await shown()).toMatchObject({ problem: null });
    },
  );

  it('goes with a test that passes', async () => {
    vaults.broken = () => new StorageError('quota', 'It is full.', 'Free some space.');
    await use();
    expect(await shown()).toMatchObject({ problem: { code: 'STORAGE_FULL' } });
    vaults.broken = null;
    await api.owner.post(`/storage/destinations/${id}/test`);
    expect(await shown()).toMatchObject({ problem: null });
  });
});
