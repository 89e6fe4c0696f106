import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { decryptStream, generateIdentity } from '@stowbase/archive';
import { AuditEvent } from '../accounts/audit-event.entity';
import { RecoveryKey } from '../backups/recovery-key.entity';
import { until } from '../backups/testing/until';
import { NotificationEvent } from '../notifications/notification-event.entity';
import { signIn, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';
import { lastChangeAfter } from './config-changes';
import { SelfBackupCopy } from './self-backup-copy.entity';
import type { SelfBackupDto, SelfBackupStateDto } from './self-backup.dto';
import { SelfBackup } from './self-backup.entity';
import { SelfBackupCopies } from './self-backup-copies';
import { SelfBackupRecords } from './self-backup-records';
import { SelfBackupRunner } from './self-backup-runner';

const path = '/system/self-backup';

describe('the backup of the records', () => {
  let api: TestApi;
  let owner: ApiClient;
  let key: { identity: string; recipient: string };
  beforeEach(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    owner = await signIn(api);
    key = await generateIdentity();
  });
  afterEach(() => api.close());

  const folder = (name: string): string => join(api.config.localStorageRoots[0]!, name);
  async function addDestination(name: string): Promise<string> {
    mkdirSync(folder(name), { recursive: true });
    const wanted = { name, type: 'local_mapped', config: { path: name } };
    return (await owner.post<{ id: string }>('/storage/destinations', wanted)).body.id;
  }
  const addKey = (): Promise<unknown> =>
    api.database.write((manager) =>
      manager.insert(RecoveryKey, {
        ...{ id: 'a0000000-0000-4000-8000-000000000000', name: 'Safe', recipient: key.recipient, projectId: null },
        ...{ scope: '*', provenAt: new Date(), proofSha256: null, enabled: true, createdAt: new Date() },
      }),
    );
  const state = async (): Promise<SelfBackupStateDto> => (await owner.get<SelfBackupStateDto>(path)).body;
  async function make(): Promise<SelfBackupDto> {
    const { status, body } = await owner.post<SelfBackupDto>(path);
    expect(status).toBe(202);
    return until(async () => {
      const mine = (await state()).items.find(({ id }) => id === body.id);
      return mine?.finishedAt === null ? null : mine;
    });
  }
  const files = (name: string): string[] =>
    readdirSync(folder(name), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(age|zst)$/.test(file));
  async function opened(name: string): Promise<string> {
    const sealed = readFileSync(join(folder(name), files(name)[0]!));
    const chunks: Buffer[] = [];
    for await (const chunk of decryptStream(pieces(sealed), [key.identity])) chunks.push(chunk);
    return zstdDecompressSync(Buffer.concat(chunks)).toString('utf8');
  }
  // oxlint-disable-next-line typescript/require-await
  async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
    yield bytes;
  }
  const turn = () => api.app.get(SelfBackupRunner).turn(new AbortController().signal);

  it('P-SELF-2 is encrypted to the recovery keys and lies at every destination; stock tools show it', async () => {
    await addDestination('a');
    await addDestination('b');
    await addKey();
    const { copies, ...made } = await make();
    expect(made).toMatchObject({
      status: 'succeeded',
      reason: 'asked',
      encrypted: true,
      requestedBy: 'owner@example.org',
    });
    expect(copies.map(({ destinationName, status }) => `${destinationName} ${status}`)).toEqual([
      'a stored',
      'b stored',
    ]);
    expect(files('a')).toEqual([copies[0]!.key]);
    const lines = (await opened('b')).trim().split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ format: 'stowbase-service/1', engine: 'sqlite' });
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ end: true, rows: { users: 1, storage_destinations: 2 } });
    expect(lines.filter((line) => /"login_sessions"|"run_log"/.test(line))).toEqual([]);
    expect(await state()).toMatchObject({
      ...{ problem: null, enabled: true, keep: 14, destinationIds: null },
      ...{ recoveryKeys: [{ name: 'Safe', recipient: key.recipient }], lastSuccess: { id: made.id } },
    });
  });

  it('P-SELF-3 is not made without a recovery key, unless the owner allows it; then the key of the service is not inside', async () => {
    await addDestination('a');
    expect(await owner.post(path)).toMatchObject({ status: 409, body: { code: 'SELF_BACKUP_NEEDS_KEY' } });
    await turn();
    expect([files('a'), (await state()).problem?.code, (await state()).nextAt]).toEqual([
      [],
      'SELF_BACKUP_NEEDS_KEY',
      null,
    ]);
    expect(await api.database.read.count(NotificationEvent)).toBe(0);
    await owner.patch(path, { allowUnencrypted: true });
    expect(await make()).toMatchObject({ status: 'succeeded', encrypted: false });
    const text = zstdDecompressSync(readFileSync(join(folder('a'), files('a')[0]!))).toString('utf8');
    expect(JSON.parse(text.split('\n')[0]!)).toMatchObject({ appKey: null });
    expect(text).not.toContain(readFileSync(join(api.config.dataFolder, 'app.key'), 'utf8').trim());
  });

  it('P-SELF-1 waits while the service is set up, is made by itself each day, and knows what changes a setting', async () => {
    await addDestination('a');
    await addKey();
    await turn();
    // It waits until the set-up has come to rest.
    expect(files('a')).toEqual([]);
    expect(await lastChangeAfter(api.database.read, 0)).toBeInstanceOf(Date);
    const [last] = await api.database.read.find(AuditEvent, { order: { id: 'DESC' }, take: 1 });
    const { id } = await make();
    const createdAt = new Date(Date.now() - 48 * 3600_000);
    await api.database.write((manager) => manager.update(SelfBackup, { id }, { createdAt }));
    await turn();
    expect((await state()).items[0]).toMatchObject({ reason: 'daily', status: 'succeeded', requestedBy: null });
    expect(await lastChangeAfter(api.database.read, last!.id)).toBeNull();
    await owner.post('/accounts/login', { email: 'owner@example.org', password: 'wrong' });
    expect(await lastChangeAfter(api.database.read, last!.id)).toBeNull();
    await addDestination('b');
    expect(await lastChangeAfter(api.database.read, last!.id)).toBeInstanceOf(Date);
  });

  it('P-SELF-4 keeps the newest of each destination and removes the others', async () => {
    await addDestination('a');
    await addKey();
    await owner.patch(path, { keep: 2 });
    const keys: string[] = [];
    for (let n = 0; n < 4; n += 1) keys.push((await make()).copies[0]!.key);
    await until(() => files('a').length === 2);
    expect(files('a').sort()).toEqual(keys.slice(-2).sort());
  });

  it('P-SELF-4 keeps the last one of a day before, however many an afternoon of changes makes', async () => {
    await addDestination('a');
    await addKey();
    await owner.patch(path, { keep: 2 });
    const keys: string[] = [];
    for (const daysAgo of [3, 2, 0, 0]) {
      const key = (await make()).copies[0]!.key;
      const createdAt = new Date(Date.now() - daysAgo * 24 * 3600_000);
      if (daysAgo > 0) await api.database.write((manager) => manager.update(SelfBackupCopy, { key }, { createdAt }));
      keys.push(key);
    }
    await until(() => files('a').length === 3);
    expect(files('a').sort()).toEqual(keys.slice(1).sort());
  });

  it('P-SELF-5 a failure is told once a day, and what it left is removed', async () => {
    const id = await addDestination('a');
    await addKey();
    rmSync(folder('a'), { recursive: true });
    writeFileSync(folder('a'), 'no folder');
    expect(await make()).toMatchObject({
      status: 'failed',
      error: { code: expect.stringMatching(/^STORAGE_/) as string },
      copies: [{ status: 'failed' }],
    });
    await make();
    const events = await api.database.read.findBy(NotificationEvent, { kind: 'service.self_backup_failed' });
    expect(events).toHaveLength(1);
    expect((await state()).nextAt).not.toBeNull();
    rmSync(folder('a'));
    mkdirSync(folder('a'));
    expect(await make()).toMatchObject({ status: 'succeeded', copies: [{ destinationId: id, status: 'stored' }] });
  });

  it('P-SELF-6 one is made at a time; one whose process died has failed, and its file is gone', async () => {
    const destinationId = await addDestination('a');
    await addKey();
    const { id, copies } = await make();
    const { database } = api;
    const dead = { status: 'running', leaseUntil: new Date(0), finishedAt: null } as const;
    await database.write((manager) => manager.update(SelfBackup, { id }, dead));
    await database.write((manager) =>
      manager.update(SelfBackupCopy, { selfBackupId: id }, { status: 'uploading', uploadState: {} }),
    );
    await api.app.get(SelfBackupRecords).endDead(false);
    await api.app.get(SelfBackupCopies).sweep(new AbortController().signal);
    expect((await state()).items.find((one) => one.id === id)).toMatchObject({
      ...{ status: 'failed', error: { code: 'SELF_BACKUP_INTERRUPTED' } },
      copies: [{ destinationId, key: copies[0]!.key, status: 'failed' }],
    });
    expect(files('a')).toEqual([]);
    const records = api.app.get(SelfBackupRecords);
    const [first, second] = await Promise.all([records.begin('daily', []), records.begin('daily', [])]);
    expect([first, second].filter((one) => one !== null)).toHaveLength(1);
    await records.ask('somebody');
    expect(await owner.post(path)).toMatchObject({ status: 409, body: { code: 'SELF_BACKUP_ACTIVE' } });
  });

  it('P-SELF-7 is for the owner; its settings are checked, and in the audit log', async () => {
    const operator = await signIn(api, { role: 'operator' });
    expect((await operator.get(path)).status).toBe(403);
    expect((await owner.patch(path, { destinationIds: ['a0000000-0000-4000-8000-00000000000a'] })).status).toBe(404);
    expect((await owner.patch(path, { keep: 0 })).status).toBe(400);
    expect(await owner.post(path)).toMatchObject({ status: 409, body: { code: 'SELF_BACKUP_NO_DESTINATION' } });
    const id = await addDestination('a');
    await addDestination('b');
    expect((await owner.patch<SelfBackupStateDto>(path, { destinationIds: [id], keep: 3 })).body).toMatchObject({
      ...{ keep: 3, destinationIds: [id], destinations: [{ id, name: 'a' }] },
    });
    const [last] = await api.database.read.find(AuditEvent, { order: { id: 'DESC' }, take: 1 });
    expect(last).toMatchObject({ action: 'settings.self-backup' });
  });
});
