import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Storage } from '../../storage';
import type { StorageError } from '../../storage-error';
import { putBuffer } from '../../put-buffer';
import { never, rejection } from '../../testing/conformance/content';
import { localMapped } from './local-mapped';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const whenRoot = isRoot ? it : it.skip;

describe('H18 where a destination on this machine may lie', () => {
  let top: string;
  let root: string;
  let data: string;

  beforeEach(async () => {
    top = await mkdtemp(path.join(tmpdir(), 'stowbase-roots-'));
    root = path.join(top, 'backups');
    data = path.join(top, 'data');
    for (const folder of ['backups/inside', 'backups-2', 'data/inner', 'outside']) {
      await mkdir(path.join(top, folder), { recursive: true });
    }
    await writeFile(path.join(root, 'a-file'), 'x');
    await symlink(path.join(top, 'outside'), path.join(root, 'out'));
    await symlink('inside', path.join(root, 'also-inside'));
    await symlink(data, path.join(root, 'data-link'));
  });
  afterEach(() => rm(top, { recursive: true }));

  const open = (given: string, change: { localRoots?: string[]; forbiddenRoots?: string[] } = {}): Promise<Storage> =>
    localMapped.open(
      { path: given },
      { connect: () => Promise.reject(new Error('no network')), localRoots: [root], forbiddenRoots: [data], ...change },
    );

  it.each([
    ['the root itself, relative', '.'],
    ['a folder below it, relative', 'inside'],
    ['a folder that does not exist yet', 'team/a'],
    ['a way that turns back but stays inside', 'inside/../inside'],
  ])('accepts %s', async (_title, given) => {
    const storage = await open(given);
    expect((await putBuffer(storage, 'k/backup.tar', Buffer.from('x'))).size).toBe(1);
    expect(await readdir(path.join(root, given, 'k'))).toEqual(['backup.tar']);
  });

  it('accepts an absolute path, and a root that is itself a symbolic link', async () => {
    await open(path.join(root, 'inside'));
    const link = path.join(top, 'link-to-backups');
    await symlink(root, link);
    await open(path.join(link, 'inside'), { localRoots: [link] });
    await open(path.join(root, 'inside'), { localRoots: [link] });
  });

  it.each([
    ['another folder of the machine', () => '/etc', /outside of the folders that are open for backups\./],
    ['a way out with ..', () => '../outside', /outside of the folders/],
    ['root/../etc', () => `${root}/../outside`, /outside of the folders/],
    ['a neighbour whose name begins the same', () => `${root}-2`, /outside of the folders/],
    ['a symbolic link inside that points out', () => 'out', /symbolic link/],
    ['a folder behind such a link', () => 'out/deeper', /symbolic link/],
    ['a symbolic link inside that points inside', () => 'also-inside', /symbolic link/],
    ['a link to our own data', () => 'data-link', /symbolic link/],
    ['a file', () => 'a-file', /is a file or a symbolic link, not a folder\./],
    ['a folder below a file', () => 'a-file/deeper', /is a file or a symbolic link/],
  ])('refuses %s, with the reason', async (_title, given, reason) => {
    const refused = (await rejection(open(given()))) as StorageError;
    expect(refused).toMatchObject({ kind: 'invalid-config', field: 'path' });
    expect(refused.message).toMatch(reason);
    expect(refused.nextStep).not.toBe('');
    expect(await readdir(path.join(top, 'outside'))).toEqual([]);
  });

  it.each([
    ['is it', () => data, /part of the data of Stowbase itself/],
    ['lies in it', () => path.join(data, 'inner'), /part of the data of Stowbase itself/],
    ['contains it', () => top, /contains the data of Stowbase itself/],
  ])('refuses a folder when the data folder of the service %s', async (_title, given, reason) => {
    const refused = (await rejection(open(given(), { localRoots: [top] }))) as StorageError;
    expect(refused).toMatchObject({ kind: 'invalid-config', field: 'path' });
    expect(refused.message).toMatch(reason);
  });

  it('knows a data folder that does not exist yet behind a link', async () => {
    await symlink(top, path.join(top, 'link-to-top'));
    const forbiddenRoots = [path.join(top, 'link-to-top/backups/later')];
    const refused = await rejection(open('later', { forbiddenRoots }));
    expect(refused).toMatchObject({ kind: 'invalid-config', field: 'path' });
  });

  it('refuses everything when no root is set, and a root that does not exist', async () => {
    expect(await rejection(open('.', { localRoots: [] }))).toMatchObject({ kind: 'invalid-config', field: 'path' });
    const refused = (await rejection(open('.', { localRoots: [path.join(top, 'nowhere')] }))) as StorageError;
    expect(refused).toMatchObject({ kind: 'invalid-config', field: 'path' });
    expect(refused.message).toMatch(/nowhere does not exist\./);
  });

  it('refuses a root that is a file', async () => {
    const file = path.join(root, 'a-file');
    const refused = (await rejection(open('.', { localRoots: [file] }))) as StorageError;
    expect(refused.message).toMatch(/is a file, not a folder\./);
  });

  it('no key leads out of it by a link that appears later', async () => {
    const storage = await open('inside');
    await writeFile(path.join(top, 'outside/secret.tar'), 'secret');
    await symlink(path.join(top, 'outside'), path.join(root, 'inside/k'));
    await symlink(path.join(top, 'outside/secret.tar'), path.join(root, 'inside/secret.tar'));
    const forbidden = { kind: 'forbidden' };
    expect(await rejection(storage.create('k/new.tar', { signal: never() }))).toMatchObject(forbidden);
    expect(await rejection(storage.get('k/secret.tar'))).toMatchObject(forbidden);
    expect(await rejection(storage.stat('k/secret.tar'))).toMatchObject(forbidden);
    expect(await rejection(storage.delete('k/secret.tar'))).toMatchObject(forbidden);
    expect(await rejection(storage.get('secret.tar'))).toMatchObject(forbidden);
    expect(await rejection(storage.stat('secret.tar'))).toMatchObject({ kind: 'not-found' });
    for await (const object of storage.list('')) throw new Error(`${object.key} must not be listed`);
    expect(await readdir(path.join(top, 'outside'))).toEqual(['secret.tar']);
  });

  it('an upload ends in the folder in which it began, also when a link takes its place meanwhile', async () => {
    const storage = await open('inside');
    const upload = await storage.create('k/backup.tar', { signal: never() });
    await upload.write(Buffer.from('x'));
    await rename(path.join(root, 'inside/k'), path.join(root, 'inside/k-before'));
    await symlink(path.join(top, 'outside'), path.join(root, 'inside/k'));
    await upload.abort('stop');
    expect(await readdir(path.join(root, 'inside/k-before'))).toEqual([]);
    expect(await readdir(path.join(top, 'outside'))).toEqual([]);
  });

  it('a folder that is gone says so: its backups are not missing', async () => {
    const storage = await open('inside');
    await rename(root, `${root}-unmounted`);
    const refused = await rejection(storage.stat('backup.tar'));
    expect(refused).toMatchObject({ kind: 'unreachable', retriable: true });
    expect((refused as StorageError).nextStep).toMatch(/mounted/);
  });

  whenRoot(
    `refuses a folder that can't be written to${isRoot ? '' : ' (skipped: needs root, to mount one)'}`,
    async () => {
      const folder = path.join(root, 'inside');
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder]);
      try {
        const refused = (await rejection(open('inside'))) as StorageError;
        expect(refused).toMatchObject({ kind: 'invalid-config', field: 'path' });
        expect(refused.message).toMatch(/can not be written to/);
      } finally {
        execFileSync('umount', [folder]);
      }
    },
  );
});
