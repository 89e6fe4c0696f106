import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileSource, generateIdentity, openArchive } from '@stowbase/archive';
import { freshTarget } from '@stowbase/postgres/testing';
import { runRestore } from '@stowbase/restore';
import { memoryStorage } from '@stowbase/storage/testing';
import { Project } from '../../projects/project.entity';
import type { ContentsSummary } from '../contents/contents-summary';
import type { RunProfile } from '../progress/progress-view';
import { RecoveryKey } from '../recovery-key.entity';
import { canary, runnerWorld, type RunnerWorld } from './testing/runner-world';

const stowbase = join(import.meta.dirname, '../../../../../tools/stowbase.mjs');

describe('a backup by the service', () => {
  let world: RunnerWorld;
  let folder: string;
  beforeAll(async () => {
    world = await runnerWorld();
    folder = await mkdtemp(join(tmpdir(), 'stowbase-runner-'));
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function filesIn(path: string): Promise<string[]> {
    const entries = await readdir(path, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  }

  it('P-BACKUP-RUN-1 is stored at each destination, re-read, verified by the command line, and can be restored', async () => {
    const memory = memoryStorage();
    const destinations = [
      await world.destination(await world.folder(folder), 'Disk'),
      await world.destination(memory, 'Memory'),
    ];
    const row = await world.backUp({ destinations });
    expect(row).toMatchObject({ status: 'succeeded', errorCode: null, gaps: [] });

    const [file, ...others] = await filesIn(folder);
    expect(others).toEqual([]);
    const bytes = await readFile(file!);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(row).toMatchObject({ sha256, storedBytes: bytes.length });
    expect([...memory.objects.values()].map((body) => body.equals(bytes))).toEqual([true]);
    const copies = await world.copies(row.id);
    for (const copy of copies) {
      expect(copy).toMatchObject({ status: 'stored', size: bytes.length, sha256, uploadState: null });
      expect(copy.key).toMatch(/^shop\/\d{4}\/shop_\d{8}T\d{6}Z_[0-9a-f]{16}-1\.tar$/);
    }
    expect(file).toBe(join(folder, copies[0]!.key!));

    const archive = await openArchive(fileSource(file!));
    expect(archive.manifest).toMatchObject({ backupId: row.id, attempt: 1 });
    expect(row.snapshotTime).toEqual(new Date(archive.manifest.snapshotAt));
    expect(await archive.verify(2)).toMatchObject({ ok: true, fileSha256: sha256 });
    const verified = await promisify(execFile)(process.execPath, [stowbase, 'verify', '--deep', '--json', file!], {
      env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
    });
    expect(JSON.parse(verified.stdout)).toMatchObject({ status: 'done' });

    const target = await freshTarget();
    try {
      const report = await runRestore({
        archive,
        expectedFileSha256: sha256,
        target: target.settings('postgres', 'postgres'),
        mode: 'empty',
        only: [],
        confirmation: 'postgres',
        jobs: 1,
      });
      expect(report.comparisons.filter(({ status }) => status === 'different')).toEqual([]);
      expect(report.rows).toBe((row.contents as ContentsSummary).tables.rows);
    } finally {
      await target.stop();
      await archive.close();
    }
  }, 120_000);

  it('keeps what is inside, where the time went, and a log that tells the story', async () => {
    const row = await world.backUp({ destinations: [await world.destination(memoryStorage())] });
    const contents = row.contents as ContentsSummary;
    const archived = await world.log(row.id);
    expect(contents.tables.items.find(({ name }) => name === 'ledger')).toMatchObject({ rows: 40_000 });
    expect(contents.components.find(({ name }) => name === 'data')).toMatchObject({ status: 'saved' });
    const { stages, waitedForDump } = row.profile as RunProfile;
    expect(stages.map(({ stage }) => stage)).toEqual([
      'connect',
      'snapshot',
      'roles',
      'schema',
      'data',
      'finish',
      'commit',
    ]);
    expect(waitedForDump).toBeGreaterThan(0);
    const codes = archived.map(({ code }) => code);
    expect(codes.filter((code) => code !== 'STAGE' && code === code.toUpperCase())).toEqual(
      expect.arrayContaining(['BEGUN', 'STORED', 'DONE']),
    );
    expect(codes.indexOf('STORED')).toBeGreaterThan(codes.lastIndexOf('STAGE'));
  });

  it('tells its progress and its log while it runs', async () => {
    const row = await world.backUp({ destinations: [await world.destination(memoryStorage(), 'Vault')] });
    const mine = world.events.filter(({ id }) => id === row.id);
    expect(mine.map(({ type }) => type)).toEqual(expect.arrayContaining(['backup.progress', 'backup.log']));
    const last = mine.filter(({ type }) => type === 'backup.progress').at(-1)!;
    expect(last.data).toMatchObject({
      stage: 'commit',
      archiveBytes: row.storedBytes,
      copies: [{ name: 'Vault', status: 'stored', storedBytes: row.storedBytes }],
    });
  });

  it('P-BACKUP-RUN-2 is encrypted to its recipients: their identity opens every member, nothing else does', async () => {
    const { identity, recipient } = await generateIdentity();
    const other = await generateIdentity();
    const memory = memoryStorage();
    const destinations = [await world.destination(memory)];
    const row = await world.backUp({ destinations, recipients: [recipient] });
    expect(row).toMatchObject({ status: 'succeeded', recipients: [recipient] });
    const file = join(folder, 'encrypted.tar');
    await writeFile(file, [...memory.objects.values()][0]!);
    try {
      expect(await (await openArchive(fileSource(file), { identity: [identity] })).verify(2)).toMatchObject({
        ok: true,
      });
      const wrong = await openArchive(fileSource(file), { identity: [other.identity] });
      await expect(wrong.contents()).rejects.toMatchObject({ code: 'WRONG_IDENTITY' });
      expect((row.contents as ContentsSummary).encrypted).toBe(true);
    } finally {
      await rm(file);
    }
  });

  it('says aloud that it is not encrypted when there is a key that nobody has proven yet', async () => {
    const { recipient } = await generateIdentity();
    const key = { id: randomUUID(), name: 'Safe', recipient, projectId: null, scope: '*', provenAt: null };
    await world.database.write((manager) =>
      manager.insert(RecoveryKey, { ...key, proofSha256: 'ab', enabled: false, createdAt: new Date() }),
    );
    const row = await world.backUp({ destinations: [await world.destination(memoryStorage())] });
    expect(await world.logged(row.id, 'not encrypted')).toMatchObject({ level: 'warning', code: 'NOT_ENCRYPTED' });
    expect((row.contents as ContentsSummary).encrypted).toBe(false);
    await world.database.write((manager) => manager.delete(RecoveryKey, { id: key.id }));
  });

  it('fails with a sentence when its project was deleted while it waited', async () => {
    const project = await world.addProject();
    const claim = await world.transitions.beginDirect(await world.request({ project }));
    await world.database.write((manager) => manager.update(Project, { id: project.id }, { deletedAt: new Date() }));
    await world.runner.run(claim, new AbortController().signal);
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'failed', errorCode: 'PROJECT_NOT_FOUND' });
  });

  it('never shows the password, in no encoding: rows, log, events', async () => {
    const rows = await Promise.all(
      ['backups', 'backup_copies', 'run_log'].map((table) => world.database.read.query(`SELECT * FROM ${table}`)),
    );
    const everything = JSON.stringify([rows, world.events]);
    const forms = [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)];
    for (const form of [...forms, Buffer.from(canary).toString('base64')]) expect(everything).not.toContain(form);
  });
});
