import 'reflect-metadata';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditLog } from '../../accounts/audit-log';
import { DestinationRemoval } from '../../storage/destination-removal.service';
import { insertStored } from '../../retention/testing/insert-stored';
import { signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { BackupCopy } from '../backup-copy.entity';
import { standardOptions } from '../backup-options';
import { SweepTask } from '../sweep/sweep-task';
import { insertProject } from '../testing/rows';
import { until } from '../testing/until';
import { DatabaseClock } from '../transitions/database-clock';
import { RunChanged } from '../transitions/run-changed';
import { standardPolicy } from '../transitions/run-policy';
import { RunTransitions } from '../transitions/run-transitions';
import { StoredTotals } from '../transitions/stored-totals';

describe('a destination with nothing but an unfinished upload of a failed backup', () => {
  let api: TestApi;
  let owner: ApiClient;
  let path: string;
  let partial: string;
  let copyId: string;

  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api);
  });
  afterAll(() => api.close());

  beforeEach(async () => {
    const root = join(api.config.localStorageRoots[0] ?? '', crypto.randomUUID());
    mkdirSync(join(root, 'shop'), { recursive: true });
    const wanted = { name: root.slice(-36), type: 'local_mapped', config: { path: root } };
    const { body: destination } = await owner.post<{ id: string; name: string }>('/storage/destinations', wanted);
    path = `/storage/destinations/${destination.id}`;
    const get = api.app.get.bind(api.app);
    const policy = { ...standardPolicy, limit: 100 };
    const transitions = new RunTransitions(
      api.database,
      get(DatabaseClock),
      policy,
      get(StoredTotals),
      get(AuditLog),
      get(RunChanged),
    );
    await transitions.enqueue({
      ...{ project: await insertProject(api.database), trigger: 'manual', type: 'full', options: standardOptions },
      ...{ recipients: [], actor: null, destinations: [destination] },
    });
    const claim = await transitions.claimNext();
    copyId = claim!.copies[0]!.id;
    const tempName = '.stowbase-0123456789abcdef.partial';
    partial = join(root, 'shop', tempName);
    writeFileSync(partial, 'half an archive');
    await transitions.copyUploading(claim!, copyId, 'shop/half.tar', { tempName });
    const error = { code: 'LOST', text: 'The connection was lost.', next: 'Try again.' };
    await transitions.finish(claim!, { status: 'failed', error, retriable: false });
    // The sweep asks for it later; nothing else does.
    await postpone(60_000);
  });

  const postpone = (ms: number): Promise<unknown> =>
    api.database.write((manager) => manager.update(BackupCopy, { id: copyId }, { retryAt: new Date(Date.now() + ms) }));

  it.each(['', '?copies=delete'])('F34 stays until the upload is removed when it is deleted (%s)', async (choice) => {
    expect(await owner.delete(`${path}${choice}`)).toMatchObject({ status: 202, body: { closing: true } });
    await postpone(60_000);
    const removal = api.app.get(DestinationRemoval);
    removal.settle();
    await removal.settled();
    expect(await owner.get(path)).toMatchObject({ status: 200, body: { closing: true } });
    expect(existsSync(partial)).toBe(true);

    await postpone(-1000);
    api.app.get(SweepTask).wake();
    await until(() => !existsSync(partial));
    await until(async () => {
      removal.settle();
      await removal.settled();
      return (await owner.get(path)).status === 404;
    });
  });

  it('F34 goes at once when what lies there is to be kept', async () => {
    expect(await owner.delete(`${path}?copies=keep`)).toMatchObject({ status: 204 });
    expect(await owner.get(path)).toMatchObject({ status: 404 });
    expect(existsSync(partial)).toBe(true);
  });
});

describe('a destination where copies of locked backups lie', () => {
  let api: TestApi;
  let owner: ApiClient;
  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api);
  });
  afterAll(() => api.close());

  it('F34 is not deleted with its copies, which would never go; unlocked ones go, and kept ones stay', async () => {
    const root = join(api.config.localStorageRoots[0] ?? '', crypto.randomUUID());
    mkdirSync(root, { recursive: true });
    const wanted = { name: root.slice(-36), type: 'local_mapped', config: { path: root } };
    const { body: destination } = await owner.post<{ id: string; name: string }>('/storage/destinations', wanted);
    const path = `/storage/destinations/${destination.id}`;
    const project = await insertProject(api.database);
    const id = await insertStored(api.database, { project, destination }, new Date(), { locked: true });
    writeFileSync(join(root, `${id}.tar`), 'an archive');
    expect(await owner.delete(`${path}?copies=delete`)).toMatchObject({
      status: 409,
      body: { code: 'DESTINATION_HAS_LOCKED', locked: 1, detail: expect.stringContaining('is locked.') as string },
    });
    expect(await owner.get(path)).toMatchObject({ status: 200, body: { closing: false } });
    await owner.patch(`/backups/${id}`, { locked: false });
    expect(await owner.delete(`${path}?copies=delete`)).toMatchObject({ status: 202, body: { closing: true } });
    api.app.get(SweepTask).wake();
    await until(async () => {
      api.app.get(DestinationRemoval).settle();
      await api.app.get(DestinationRemoval).settled();
      return (await owner.get(path)).status === 404;
    });
    expect(existsSync(join(root, `${id}.tar`))).toBe(false);
  });
});
