import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateIdentity } from '@stowbase/archive';
import { buildSmallArchive } from '@stowbase/archive/testing';
import type { BackupPageDto } from '../../backups/records/backup.dto';
import type { StoredArchive } from '../../backups/testing/stored-archive';
import { until } from '../../backups/testing/until';
import { Backup } from '../../backups/backup.entity';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { insertProject } from '../../backups/testing/rows';
import { Project } from '../../projects/project.entity';
import type { ProjectPageDto } from '../../projects/project.dto';
import { signIn, type ApiClient } from '../../testing/api-client';
import { Destination } from '../../storage/destination.entity';
import { ImportJob, type ImportMode } from '../import-job.entity';
import { openCatalogueWorld, type CatalogueWorld } from '../testing/catalogue-world';
import type { ImportItemDto, ImportItemPageDto, ImportJobDto } from './import.dto';
import { ImportRunner } from './import-runner';

const id = (n: number): string => `0197f3a2-5b1c-4d2e-8f00-11223344556${n}`;

describe('importing what lies at a destination', () => {
  let world: CatalogueWorld;
  let path: string;
  beforeEach(async () => {
    world = await openCatalogueWorld();
    path = `/storage/destinations/${world.destination.id}/imports`;
  });
  afterEach(() => world.close());

  async function run(
    mode: ImportMode,
  ): Promise<ImportJobDto & { items: ImportItemDto[]; kinds: Record<string, number> }> {
    const { status, body: asked } = await world.owner.post<ImportJobDto>(path, { mode });
    expect(status).toBe(202);
    const job = await until(async () => {
      const { body } = await world.owner.get<ImportJobDto>(`${path}/${asked.id}`);
      return body.finishedAt === null ? null : body;
    });
    const { body } = await world.owner.get<ImportItemPageDto>(`${path}/${asked.id}/items?limit=200`);
    return { ...job, items: body.items, kinds: Object.fromEntries(job.counts.map(({ kind, count }) => [kind, count])) };
  }
  const put = (key: string, body: Buffer | string): string => {
    const file = join(world.folder, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
    return file;
  };
  const backups = async () => (await world.owner.get<BackupPageDto>('/backups')).body.items;
  const projects = async () => (await world.owner.get<ProjectPageDto>('/projects')).body.items;
  const copies = () => world.api.database.read.find(BackupCopy);
  const totals = async () => {
    const row = await world.api.database.read.findOneByOrFail(Destination, { id: world.destination.id });
    return [row.totalBackups, row.totalSize];
  };
  const archive = (n: number, change: Parameters<typeof buildSmallArchive>[0] = {}): Promise<Buffer> =>
    buildSmallArchive({ ...change, identity: { backupId: id(n), ...change.identity } });

  it('P-CATALOGUE-10 shows first and adds nothing; then adds each backup as it is, whatever its file is called', async () => {
    const body = await archive(1);
    put('kept/by hand.tar', body);
    expect(await run('preview')).toMatchObject({ error: null, status: 'succeeded', seen: 1, kinds: { new: 1 } });
    expect([await backups(), await projects()]).toEqual([[], []]);
    const { items } = await run('add');
    expect(items).toMatchObject([
      { kind: 'new', key: 'kept/by hand.tar', size: body.length, backupId: id(1), projectName: 'Shop', text: null },
    ]);
    expect(await backups()).toMatchObject([
      {
        ...{
          id: id(1),
          projectName: 'Shop',
          trigger: 'import',
          status: 'succeeded',
          shownStatus: 'complete',
          type: 'full',
        },
        ...{
          encrypted: false,
          gaps: [],
          createdAt: '2026-08-01T02:03:04.567Z',
          snapshotTime: '2026-08-01T02:03:05.678Z',
        },
        ...{ storedBytes: body.length, sha256: null, verifiedLevel: 0 },
        copies: [{ destinationName: 'Disk', status: 'stored', key: 'kept/by hand.tar', size: body.length }],
      },
    ]);
    expect(await totals()).toEqual([1, body.length]);
    expect(await projects()).toMatchObject([{ name: 'Shop', ref: 'abcdefghijklmnopqrst' }]);
    expect((await world.owner.get(`/backups/${id(1)}/contents`)).body).toMatchObject({
      tables: { items: expect.arrayContaining([expect.objectContaining({ name: 'users' })]) as object },
    });
    expect((await run('add')).kinds).toEqual({ known: 1 });
    expect(await copies()).toHaveLength(1);
  });

  it('P-CATALOGUE-10 its SHA-256 is known when it was read for the first time, and what changes later is seen', async () => {
    const file = put('a.tar', await archive(1));
    await run('add');
    expect(await world.check(id(1))).toMatchObject({ status: 'passed' });
    expect((await backups())[0]).toMatchObject({
      verifiedLevel: 1,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    writeFileSync(file, await archive(1, { identity: { projectName: 'Another one' } }));
    expect(await world.check(id(1))).toMatchObject({ status: 'damaged' });
  });

  it('P-CATALOGUE-11 the project is the one with its reference, else with its name, else a new one', async () => {
    const { database } = world.api;
    const { id: shop } = await insertProject(database, 'Called otherwise');
    await database.write((manager) => manager.update(Project, { id: shop }, { ref: 'abcdefghijklmnopqrst' }));
    put('a.tar', await archive(1));
    put('b.tar', await archive(2, { contents: { project: { name: 'Blog', ref: null } } }));
    put('c.tar', await archive(3, { contents: { project: { name: 'Blog', ref: null } } }));
    const { kinds } = await run('add');
    expect(kinds).toEqual({ new: 3 });
    const byId = new Map((await backups()).map((one) => [one.id, one.projectName]));
    expect([byId.get(id(1)), byId.get(id(2)), byId.get(id(3))]).toEqual(['Called otherwise', 'Blog', 'Blog']);
    expect((await projects()).filter(({ name }) => name === 'Blog')).toHaveLength(1);
  });

  it('P-CATALOGUE-12 of an encrypted one nothing is claimed that can not be seen', async () => {
    const { recipient } = await generateIdentity();
    put('a.tar', await archive(1, { recipients: [recipient] }));
    const { items } = await run('add');
    expect(items[0]).toMatchObject({
      kind: 'new',
      projectName: 'shop',
      facts: { encrypted: true, type: 'full', gaps: 1 },
    });
    const [backup] = await backups();
    expect(backup).toMatchObject({
      encrypted: true,
      shownStatus: 'complete_with_gaps',
      gaps: [{ component: 'contents' }],
    });
    expect((await world.owner.get(`/backups/${id(1)}/contents`)).status).toBe(409);
    expect(await world.check(id(1))).toMatchObject({ status: 'passed' });
  });

  it('P-CATALOGUE-13 what is incomplete, damaged, foreign or a service of ours is listed, and not added', async () => {
    const whole = await archive(1);
    put('cut.tar', whole.subarray(0, whole.length - 1_024));
    const end = Buffer.from(whole);
    end[whole.indexOf('"members":[')]! ^= 1;
    put('manifest.tar', end);
    put('holiday.tar', Buffer.alloc(10_240, 'sun '));
    put('holiday.jpg', 'sun');
    put('stowbase-service/2026/stowbase-service_20260801T020304Z_0123456789abcdef.age', 'sealed');
    const { kinds, items } = await run('add');
    expect(kinds).toEqual({ incomplete: 1, damaged: 1, foreign: 2, service: 1 });
    expect(items.find(({ key }) => key === 'cut.tar')).toMatchObject({
      text: expect.stringContaining('not a complete') as string,
    });
    expect(await backups()).toEqual([]);
  });

  it('P-CATALOGUE-14 F35 a copy that was renamed is found under its new name, and one that is gone is missing', async () => {
    const [renamed, removed] = [await world.store(), await world.store(3_000)];
    mkdirSync(join(world.folder, 'elsewhere'));
    renameSync(world.fileOf(renamed), join(world.folder, 'elsewhere/x.tar'));
    rmSync(world.fileOf(removed));
    expect((await run('preview')).kinds).toEqual({ moved: 1, gone: 1 });
    expect((await world.backup(removed.backupId)).copies[0]).toMatchObject({ status: 'stored' });
    expect((await run('add')).kinds).toEqual({ moved: 1, gone: 1 });
    expect((await world.backup(renamed.backupId)).copies).toMatchObject([{ status: 'stored', key: 'elsewhere/x.tar' }]);
    expect((await world.backup(removed.backupId)).copies).toMatchObject([{ status: 'missing' }]);
    expect(await totals()).toEqual([1, renamed.bytes.length]);
    expect(await world.told('copy.missing', removed)).toHaveLength(1);
    expect(await world.check(renamed.backupId)).toMatchObject({ status: 'passed' });
  });

  it('P-CATALOGUE-14 one more copy of a known backup is added, one of another attempt or of a deleted backup is not', async () => {
    const [copied, other, deleted] = [await world.store(), await world.store(), await world.store()];
    const { database } = world.api;
    const failed = { status: 'failed', key: 'never/begun.tar', storedAt: null, size: null } as const;
    await database.write((manager) => manager.update(BackupCopy, { backupId: copied.backupId }, failed));
    await database.write((manager) => manager.update(Backup, { id: other.backupId }, { attempt: 2 }));
    await database.write((manager) =>
      manager.update(BackupCopy, { backupId: other.backupId }, { attempt: 2, key: 'x' }),
    );
    await database.write((manager) => manager.update(Backup, { id: deleted.backupId }, { deletedAt: new Date() }));
    await database.write((manager) =>
      manager.update(BackupCopy, { backupId: deleted.backupId }, { status: 'deleted' }),
    );
    const { kinds } = await run('add');
    expect(kinds).toMatchObject({ copy: 1, other_attempt: 1, forgotten: 1 });
    const mine = await database.read.findBy(BackupCopy, { backupId: copied.backupId, status: 'stored' });
    expect(mine).toMatchObject([{ key: copied.key, sha256: null }]);
  });

  it('P-CATALOGUE-15 one at a time looks through a destination; it can be cancelled, and begins anew when its process died', async () => {
    const { database, app } = world.api;
    put('a.tar', await archive(1));
    const first = await run('preview');
    const dead = { status: 'running', finishedAt: null, leaseUntil: new Date(0) } as const;
    await database.write((manager) => manager.update(ImportJob, { id: first.id }, dead));
    expect(await world.owner.post(path, { mode: 'add' })).toMatchObject({
      ...{ status: 409, body: { code: 'IMPORT_ACTIVE', jobId: first.id } },
    });
    await world.owner.post(`${path}/${first.id}/cancel`);
    await app.get(ImportRunner).turn(new AbortController().signal);
    const ended = await database.read.findOneByOrFail(ImportJob, { id: first.id });
    expect(ended).toMatchObject({ status: 'cancelled', interruptions: 1 });
    expect((await world.owner.post(`${path}/${first.id}/cancel`)).body).toMatchObject({ code: 'IMPORT_ENDED' });
  });

  it('says why a destination could not be looked through, and calls nothing missing', async () => {
    const stored: StoredArchive = await world.store();
    renameSync(world.folder, `${world.folder}.aside`);
    writeFileSync(world.folder, 'no folder');
    expect(await run('add')).toMatchObject({
      status: 'failed',
      error: { code: expect.stringMatching(/^STORAGE_/) as string },
    });
    expect((await world.backup(stored.backupId)).copies[0]).toMatchObject({ status: 'stored' });
  });

  it('P-CATALOGUE-16 is for the owner, and is in the audit log', async () => {
    const viewer: ApiClient = await signIn(world.api, { role: 'viewer' });
    expect((await viewer.post(path, { mode: 'preview' })).status).toBe(403);
    await run('add');
    const { body } = await world.owner.get<{ items: { action: string }[] }>('/audit');
    expect(body.items.map(({ action }) => action).slice(0, 2)).toEqual([
      'destination.import.end',
      'destination.import',
    ]);
  });
});
