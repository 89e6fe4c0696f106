import { readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { buildSmallArchive } from '@stowbase/archive/testing';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { Backup } from '../../backups/backup.entity';
import { CopyLease } from '../../backups/copy-lease.entity';
import type { StoredArchive } from '../../backups/testing/stored-archive';
import { until } from '../../backups/testing/until';
import { Destination } from '../../storage/destination.entity';
import { Check } from '../check.entity';
import { openCatalogueWorld, type CatalogueWorld } from '../testing/catalogue-world';
import type { CheckSettingsDto } from './check.dto';
import { CheckRunner } from './check-runner';

describe('a stored copy that is read again', () => {
  let world: CatalogueWorld;
  let stored: StoredArchive;
  beforeAll(async () => {
    world = await openCatalogueWorld();
  });
  beforeEach(async () => {
    stored = await world.store();
  });
  afterAll(() => world.close());

  const file = (): string => world.fileOf(stored);
  const copy = async () => (await world.backup(stored.backupId)).copies[0]!;
  const totals = async () => {
    const { totalBackups, totalSize } = await world.api.database.read.findOneByOrFail(Destination, {
      id: world.destination.id,
    });
    return [totalBackups, totalSize];
  };
  const flip = (at: number): void => {
    const bytes = readFileSync(file());
    bytes[at]! ^= 1;
    writeFileSync(file(), bytes);
  };

  it.each([1, 2] as const)('P-CATALOGUE-1 is as good as it was: its level says %s', async (level) => {
    expect(await world.check(stored.backupId, { level })).toMatchObject({
      ...{ status: 'passed', level, size: stored.bytes.length, readBytes: stored.bytes.length, damage: null },
      ...{ requestedBy: 'owner@example.org', error: null },
    });
    const { verifiedLevel, verifiedAt } = await world.backup(stored.backupId);
    expect([verifiedLevel, typeof verifiedAt]).toEqual([level, 'string']);
    expect(await copy()).toMatchObject({ status: 'stored' });
    expect(await world.api.database.read.count(CopyLease)).toBe(0);
  });

  it('F35 P-CATALOGUE-2 names the member and the table of bytes that changed, once, and nothing is proven any more', async () => {
    await world.check(stored.backupId);
    flip(stored.bytes.indexOf('sql/00000003-data') + 512);
    const check = await world.check(stored.backupId);
    expect(check).toMatchObject({ status: 'damaged', damage: 'changed', findingsCount: 1 });
    expect(check.findings[0]).toMatchObject({
      member: expect.stringMatching(/^sql\/00000003-data-public\.users\.sql\.zst$/) as string,
      table: 'public.users',
    });
    expect(await copy()).toMatchObject({ status: 'damaged', error: { code: 'COPY_DAMAGED' } });
    const { verifiedLevel, shownStatus } = await world.backup(stored.backupId);
    expect([verifiedLevel, shownStatus]).toEqual([0, 'partly_stored']);
    await world.check(stored.backupId);
    expect(await world.told('copy.damaged', stored)).toMatchObject([
      { backupId: stored.backupId, facts: { damage: 'changed', table: 'public.users', destination: 'Disk' } },
    ]);
  });

  it('F35 P-CATALOGUE-2 says that its end was cut off', async () => {
    truncateSync(file(), 3_000);
    expect(await world.check(stored.backupId)).toMatchObject({
      ...{ status: 'damaged', damage: 'cut' },
      findings: [{ member: 'END', start: 3_000, end: stored.bytes.length }],
    });
  });

  it('F35 P-CATALOGUE-2 says that another backup lies in its place', async () => {
    const other = await world.store(2_000);
    renameSync(file(), `${file()}.aside`);
    renameSync(world.fileOf(other), file());
    renameSync(`${file()}.aside`, world.fileOf(other));
    expect(await world.check(stored.backupId)).toMatchObject({
      ...{ status: 'damaged', damage: 'swapped' },
      error: { text: expect.stringContaining(other.backupId) as string },
    });
    expect(await world.check(other.backupId)).toMatchObject({ damage: 'swapped' });
  });

  it('F35 P-CATALOGUE-2 says that no backup lies there at all', async () => {
    writeFileSync(file(), 'The dog ate it.');
    expect(await world.check(stored.backupId)).toMatchObject({ damage: 'cut' });
    writeFileSync(file(), Buffer.alloc(stored.bytes.length + 512, 'The dog ate it. '));
    expect(await world.check(stored.backupId)).toMatchObject({ damage: 'foreign' });
  });

  it('P-CATALOGUE-2 is damaged when it is whole, but not the one that was stored', async () => {
    const bytes = await buildSmallArchive({
      identity: { backupId: stored.backupId, attempt: 1, projectName: 'Other' },
    });
    writeFileSync(file(), bytes);
    expect(await world.check(stored.backupId)).toMatchObject({
      ...{ damage: 'changed', error: { text: expect.stringContaining('SHA-256') as string } },
    });
  });

  it('F35 P-CATALOGUE-3 is missing when it was renamed or removed, and stored again when it is back', async () => {
    const before = await totals();
    renameSync(file(), `${file()}.renamed`);
    expect(await world.check(stored.backupId)).toMatchObject({ status: 'missing' });
    expect(await copy()).toMatchObject({ status: 'missing', error: { code: 'COPY_MISSING' } });
    expect(await totals()).toEqual([before[0]! - 1, before[1]! - stored.bytes.length]);
    expect(await world.told('copy.missing', stored)).toHaveLength(1);
    renameSync(`${file()}.renamed`, file());
    expect(await world.check(stored.backupId)).toMatchObject({ status: 'passed' });
    expect(await copy()).toMatchObject({ status: 'stored', error: null });
    expect(await totals()).toEqual(before);
  });

  it('P-CATALOGUE-4 is not called damaged when the destination can not be read', async () => {
    renameSync(world.folder, `${world.folder}.aside`);
    writeFileSync(world.folder, 'no folder');
    expect(await world.check(stored.backupId)).toMatchObject({ status: 'failed', damage: null });
    expect(await copy()).toMatchObject({ status: 'stored' });
    expect(await world.told('copy.damaged', stored)).toEqual([]);
    rmSync(world.folder);
    renameSync(`${world.folder}.aside`, world.folder);
  });

  it('P-CATALOGUE-5 is read again when the process that read it is gone', async () => {
    const { database } = world.api;
    const { id, copyId } = await world.check(stored.backupId);
    const dead = { status: 'running', leaseUntil: new Date(0), finishedAt: null } as const;
    await database.write((manager) => manager.update(Check, { id }, dead));
    await world.api.app.get(CheckRunner).asked(new AbortController().signal);
    expect(await database.read.findOneByOrFail(Check, { id })).toMatchObject({ copyId, status: 'passed' });
  });

  it('P-CATALOGUE-6 waits for its turn while a backup goes on', async () => {
    const { database, app } = world.api;
    const asked = await world.owner.post<{ items: { id: string }[] }>(`/backups/${stored.backupId}/check`, {});
    const { id } = asked.body.items[0]!;
    await until(async () => (await database.read.findOneByOrFail(Check, { id })).status === 'passed');
    const byTurn = { status: 'queued', requestedBy: null } as const;
    await database.write((manager) => manager.update(Check, { id }, byTurn));
    await database.write((manager) => manager.update(Backup, { id: stored.backupId }, { status: 'running' }));
    const turn = () => app.get(CheckRunner).byTurn(new AbortController().signal);
    await turn();
    expect(await database.read.findOneByOrFail(Check, { id })).toMatchObject({ status: 'queued' });
    await database.write((manager) => manager.update(Backup, { id: stored.backupId }, { status: 'succeeded' }));
    await turn();
    expect(await database.read.findOneByOrFail(Check, { id })).toMatchObject({ status: 'passed', requestedBy: null });
  });

  it('of an encrypted backup is not decoded without its key', async () => {
    const recipients = ['age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudcv9psq9x8x6x'];
    await world.api.database.write((manager) => manager.update(Backup, { id: stored.backupId }, { recipients }));
    const reply = await world.owner.post(`/backups/${stored.backupId}/check`, { level: 2 });
    expect(reply).toMatchObject({ status: 409, body: { code: 'CHECK_NEEDS_KEY', field: 'level' } });
  });

  it('is not there to be checked when its file was deleted', async () => {
    const gone = { status: 'deleted' } as const;
    await world.api.database.write((manager) => manager.update(BackupCopy, { backupId: stored.backupId }, gone));
    const reply = await world.owner.post(`/backups/${stored.backupId}/check`, {});
    expect(reply).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_CHECK', state: 'deleted' } });
  });

  it('P-CATALOGUE-7 how often is a setting of the owner, in the audit log, and says what it costs', async () => {
    const wanted = { everyDays: 10, mostBytesPerDay: 5_000_000, bytesPerSecond: null };
    const { body } = await world.owner.patch<CheckSettingsDto>('/system/checks', wanted);
    expect(body).toMatchObject({ enabled: true, ...wanted, due: 0 });
    expect(body.copies).toBeGreaterThan(1);
    expect(body.bytes).toBeGreaterThan(stored.bytes.length);
    expect((await world.owner.patch('/system/checks', { everyDays: 0 })).status).toBe(400);
    const { body: audit } = await world.owner.get<{ items: { action: string }[] }>('/audit');
    expect(audit.items[0]).toMatchObject({ action: 'settings.checks' });
  });
});
