import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { putBuffer } from '../../put-buffer';
import { withinStallLimit } from '../../stall-limit';
import type { Storage } from '../../storage';
import { bodyOf, expectedOf, never, readAll, rejection, writeAll } from '../../testing/conformance/content';
import { giveName } from './give-name';
import { localMapped } from './local-mapped';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const whenRoot = isRoot ? it : it.skip;
const needsRoot = isRoot ? '' : ' (skipped: needs root, to mount a small disk)';
const isLinux = process.platform === 'linux';
const whenLinux = isLinux ? it : it.skip;
const onlyLinux = isLinux ? '' : ' (skipped: needs /proc)';

describe('P-STORE-5 files of local_mapped', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'stowbase-files-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const open = (config: Record<string, string | number> = {}): Promise<Storage> =>
    localMapped.open(config, {
      connect: () => Promise.reject(new Error('no network')),
      localRoots: [root],
      forbiddenRoots: [],
    });
  const modeOf = async (name: string): Promise<string> =>
    ((await stat(path.join(root, name))).mode & 0o777).toString(8);

  it('only their owner can read them, also while they are written', async () => {
    const storage = await open();
    const upload = await storage.create('project/backup.tar', { signal: never() });
    await upload.write(Buffer.from('x'));
    const [temp] = await readdir(path.join(root, 'project'));
    expect(temp).toMatch(/^\.stowbase-[0-9a-f]{16}\.partial$/);
    expect(await modeOf(`project/${temp}`)).toBe('600');
    await upload.commit(expectedOf(Buffer.from('x')));
    expect(await modeOf('project/backup.tar')).toBe('600');
    expect(await modeOf('project')).toBe('700');
    expect(await readdir(path.join(root, 'project'))).toEqual(['backup.tar']);
  });

  it('a file that somebody else put there is never replaced', async () => {
    const storage = await open();
    const upload = await storage.create('backup.tar', { signal: never() });
    await upload.write(Buffer.from('ours'));
    await writeFile(path.join(root, 'backup.tar'), 'theirs');
    expect(await rejection(upload.commit(expectedOf(Buffer.from('ours'))))).toMatchObject({ kind: 'already-exists' });
    expect(await readFile(path.join(root, 'backup.tar'), 'utf8')).toBe('theirs');
    expect(await readdir(root)).toEqual(['backup.tar']);
  });

  it('where links are refused it renames, and still replaces nothing', async () => {
    const at = (name: string): string => path.join(root, name);
    const noLinks = (): Promise<void> => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' }));
    await writeFile(at('temp'), 'ours');
    await giveName(at('temp'), at('backup.tar'), 'backup.tar', noLinks);
    expect(await readdir(root)).toEqual(['backup.tar']);
    await writeFile(at('temp-2'), 'others');
    const again = giveName(at('temp-2'), at('backup.tar'), 'backup.tar', noLinks);
    expect(await rejection(again)).toMatchObject({ kind: 'already-exists' });
    expect(await readFile(at('backup.tar'), 'utf8')).toBe('ours');
  });

  it('foreign files and temporary ones are not objects; our temporary names are no keys', async () => {
    const storage = await open();
    await mkdir(path.join(root, 'empty'));
    await writeFile(path.join(root, '.stowbase-0123456789abcdef.partial'), 'half');
    await writeFile(path.join(root, 'back\\slash'), 'x');
    for await (const object of storage.list('')) throw new Error(`${object.key} must not be listed`);
    const reserved = storage.create('.stowbase-0123456789abcdef.partial', { signal: never() });
    expect(await rejection(reserved)).toMatchObject({ kind: 'invalid-config' });
  });

  it('a sweep takes only names that can be ours', async () => {
    const storage = await open();
    await putBuffer(storage, 'backup.tar', Buffer.from('x'));
    for (const tempName of ['backup.tar', '../backup.tar', '']) {
      expect(await rejection(storage.sweep('other.tar', { tempName }))).toMatchObject({ kind: 'unexpected' });
    }
    expect(await rejection(storage.sweep('backup.tar', {}))).toMatchObject({ kind: 'unexpected' });
    await storage.sweep('nowhere/backup.tar', { tempName: '.stowbase-0123456789abcdef.partial' });
    expect((await storage.stat('backup.tar')).size).toBe(1);
  });

  whenLinux(`no file stays open, however an operation ends${onlyLinux}`, async () => {
    const storage = await open({ maxSize: 500_000 });
    const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    await putBuffer(storage, 'a/b/first.tar', bodyOf(100_000));
    const before = await openFiles();
    for (let round = 0; round < 5; round += 1) {
      await rejection(storage.create('a/b/first.tar', { signal: never() }));
      await rejection(putBuffer(storage, 'a/b/large.tar', bodyOf(450_000)));
      const onState = (): Promise<void> => Promise.reject(new Error('no database'));
      await rejection(storage.create('a/c.tar', { signal: never(), onState }));
      const late = await storage.create(`a/late-${round}.tar`, { signal: never() });
      await writeFile(path.join(root, `a/late-${round}.tar`), '');
      await rejection(late.commit(expectedOf(Buffer.alloc(0))));
      await rejection(storage.get('a/nothing.tar'));
      await rejection(storage.get('a/b/first.tar/deeper'));
      await rejection(storage.get('a/b/first.tar', { range: { start: 0, end: 100_001 } }));
      await readAll(await storage.get('a/b/first.tar', { range: { start: 7, end: 7 } }));
      const unread = await storage.get('a/b/first.tar');
      unread.destroy();
      await new Promise((resolve) => unread.once('close', resolve));
      for await (const { key } of storage.list('')) if (key !== '') break;
      await storage.delete('a/nothing.tar');
      await storage.usage!();
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(await openFiles()).toBe(before);
  });

  it('a disk that takes nothing for two minutes is stalled', async () => {
    jest.useFakeTimers();
    try {
      const stuck = rejection(withinStallLimit(new Promise(() => undefined), 'backup.tar'));
      await jest.advanceTimersByTimeAsync(120_000);
      expect(await stuck).toMatchObject({ kind: 'stalled', retriable: false });
      expect(await withinStallLimit(Promise.resolve(7), 'backup.tar')).toBe(7);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  describe('F28 no room', () => {
    it('a backup that can not fit is not begun: the disk', async () => {
      const storage = await open();
      const { free } = await storage.usage!();
      expect(free).toBeGreaterThan(0);
      const hopeless = storage.create('backup.tar', { signal: never(), sizeHint: 2 ** 52 });
      expect(await rejection(hopeless)).toMatchObject({ kind: 'quota', code: 'STORAGE_FULL', retriable: false });
      expect(await readdir(root)).toEqual([]);
    });

    it("a backup that can not fit is not begun: the destination's own limit", async () => {
      const storage = await open({ maxSize: 1_000 });
      await putBuffer(storage, 'first.tar', bodyOf(600));
      expect(await storage.usage!()).toEqual({ used: 600, free: 400 });
      const hopeless = storage.create('second.tar', { signal: never(), sizeHint: 401 });
      expect(await rejection(hopeless)).toMatchObject({ kind: 'quota', field: 'maxSize' });
      await putBuffer(storage, 'third.tar', bodyOf(400));
      expect(await storage.usage!()).toEqual({ used: 1_000, free: 0 });
    });

    it('the limit also ends a backup that became larger than it was estimated', async () => {
      const storage = await open({ maxSize: 300_000 });
      const upload = await storage.create('backup.tar', { signal: never(), sizeHint: 10 });
      expect(await rejection(writeAll(upload, bodyOf(300_001)))).toMatchObject({ kind: 'quota', field: 'maxSize' });
      await upload.abort('stop');
      expect(await readdir(root)).toEqual([]);
    });

    whenRoot(`a disk that is full in the middle: kind quota, and the rest is removed${needsRoot}`, async () => {
      const disk = path.join(root, 'disk');
      await mkdir(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
      try {
        const storage = await open({ path: 'disk' });
        await putBuffer(storage, 'small.tar', bodyOf(100_000));
        const upload = await storage.create('backup.tar', { signal: never() });
        const full = await rejection(writeAll(upload, bodyOf(3_000_000)));
        expect(full).toMatchObject({
          kind: 'quota',
          code: 'STORAGE_FULL',
          retriable: false,
          cause: { code: 'ENOSPC' },
        });
        await upload.abort('stop');
        expect(await readdir(disk)).toEqual(['small.tar']);
        expect((await storage.usage!()).free).toBeGreaterThan(1_900_000 - 100_000);
      } finally {
        execFileSync('umount', [disk]);
      }
    });

    whenRoot(`a disk that is full only at the last, gathered bytes${needsRoot}`, async () => {
      const disk = path.join(root, 'disk');
      await mkdir(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
      try {
        const storage = await open({ path: 'disk' });
        const upload = await storage.create('backup.tar', { signal: never() });
        const body = bodyOf(100_000);
        await writeAll(upload, body);
        expect(await rejection(upload.commit(expectedOf(body)))).toMatchObject({ kind: 'quota' });
        expect(await readdir(disk)).toEqual([]);
      } finally {
        execFileSync('umount', [disk]);
      }
    });
  });
});
