import { randomUUID } from 'node:crypto';
import { storedCopy } from '../../downloads/testing/stored-copy';
import { signIn } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { BackupCopy } from '../backup-copy.entity';
import { CopyLease } from '../copy-lease.entity';
import { until } from '../testing/until';
import { CopyLeases, LEASE_TIMES } from './copy-leases';

describe('the lease of a copy that is read', () => {
  let api: TestApi;
  let leases: CopyLeases;
  let copyId: string;

  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    leases = api.app.get(CopyLeases);
    ({ copyId } = await storedCopy(api, await signIn(api), Buffer.from('an archive')));
    Object.assign(api.app.get<object>(LEASE_TIMES), { leaseMs: 600 });
  });
  afterAll(() => api.close());
  afterEach(() => api.database.write((manager) => manager.clear(CopyLease)));

  const rows = (): Promise<CopyLease[]> => api.database.read.find(CopyLease, { order: { until: 'ASC' } });
  const insert = (change: Partial<CopyLease>) =>
    api.database.write((manager) =>
      manager.insert(CopyLease, { id: randomUUID(), copyId, purpose: 'download', until: new Date(), ...change }),
    );
  const setStatus = (status: BackupCopy['status']) =>
    api.database.write((manager) => manager.update(BackupCopy, { id: copyId }, { status }));

  it('is renewed until it is given back', async () => {
    const lease = await leases.take(copyId, 'download');
    expect(lease?.copy.id).toBe(copyId);
    const [first] = await rows();
    await until(async () => (await rows())[0]!.until > first!.until);
    await lease!.release();
    expect(await rows()).toEqual([]);
  });

  it.each(['uploading', 'delete_pending', 'deleted', 'missing', 'damaged'] as const)(
    'is not given for one that is %s',
    async (status) => {
      await setStatus(status);
      expect(await leases.take(copyId, 'download')).toBeNull();
      expect(await rows()).toEqual([]);
      await setStatus('stored');
    },
  );

  it('takes away those that have ended, when another one is given', async () => {
    await insert({ until: new Date(Date.now() - 1_000) });
    await insert({ until: new Date(Date.now() + 60_000) });
    const lease = await leases.take(copyId, 'download');
    expect(await rows()).toHaveLength(2);
    await lease!.release();
  });

  it('does not outlive its process, where there is only one: a start drops what the last one left', async () => {
    await insert({ until: new Date(Date.now() + 300_000) });
    await insert({ until: new Date(Date.now() + 300_000), purpose: 'restore' });
    await leases.onModuleInit();
    expect((await rows()).map(({ purpose }) => purpose)).toEqual(['restore']);
  });
});
