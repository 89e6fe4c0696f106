import { mkdtemp, open, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PartialFile, sweepAbandoned } from './partial-file';
import { writeFully, writeProblem } from './write-fully';
import { matching } from '../testing/matchers';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-sink-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const chunks = [Buffer.alloc(512, 1), Buffer.alloc(300_000, 2), Buffer.alloc(1, 3)];

async function written(): Promise<PartialFile> {
  const partial = await PartialFile.create(folder);
  for (const chunk of chunks) await partial.write(chunk);
  return partial;
}

describe('PartialFile', () => {
  it('is a hidden file only its owner can read, until it gets its name', async () => {
    const partial = await written();
    expect(await readdir(folder)).toEqual([matching(/^\.stowbase-[0-9a-f]{16}\.partial$/)]);
    expect((await stat(partial.path)).mode & 0o777).toBe(0o600);
    expect(await partial.seal()).toBe(300_513);
    await partial.publish(join(folder, 'a.tar'));
    expect(await readdir(folder)).toEqual(['a.tar']);
    expect(await readFile(join(folder, 'a.tar'))).toEqual(Buffer.concat(chunks));
    expect((await stat(join(folder, 'a.tar'))).mode & 0o777).toBe(0o600);
  });

  it('never overwrites a file that is there, not even one that came meanwhile', async () => {
    const partial = await written();
    await partial.seal();
    await writeFile(join(folder, 'a.tar'), 'older');
    await expect(partial.publish(join(folder, 'a.tar'))).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await partial.discard();
    expect(await readFile(join(folder, 'a.tar'), 'utf8')).toBe('older');
    expect(await readdir(folder)).toEqual(['a.tar']);
  });

  it('leaves nothing behind when discarded, at any time', async () => {
    await (await PartialFile.create(folder)).discard();
    await (await written()).discard();
    const sealed = await written();
    await sealed.seal();
    await sealed.discard();
    await sealed.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  const large = Buffer.alloc(70 * 1024 * 1024, 'rows');

  it('goes to the disk while it grows, and is whole', async () => {
    const partial = await PartialFile.create(folder);
    for (let written = 0; written < 3; written += 1) await partial.write(large);
    expect(await partial.seal()).toBe(3 * large.length);
    expect((await readFile(partial.path)).subarray(-large.length).equals(large)).toBe(true);
    await partial.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('P-CLI-3 is no archive when the disk reports an error in the middle: the error is kept until somebody asks', async () => {
    const partial = await PartialFile.create(folder);
    const broken = Object.assign(new Error('i/o error'), { code: 'EIO' });
    const file = Reflect.get(partial, 'file') as { datasync: () => Promise<void> };
    file.datasync = () => Promise.reject(broken);
    await partial.write(large);
    await expect(partial.seal()).rejects.toMatchObject({ code: 'OUTPUT_BROKEN' });
    await partial.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('says so when there is no such folder', async () => {
    await expect(PartialFile.create(join(folder, 'missing'))).rejects.toMatchObject({ code: 'OUTPUT_NOT_WRITABLE' });
  });
});

describe('a full disk', () => {
  it('is DISK_FULL, in words', async () => {
    const full = await open('/dev/full', 'w');
    const problem = await writeFully(full.fd, Buffer.alloc(10), null).catch((e: unknown) =>
      writeProblem(e, '/backups/x'),
    );
    await full.close();
    expect(problem).toMatchObject({
      code: 'DISK_FULL',
      message: 'No space is left for the archive: writing /backups/x failed.',
    });
  });
});

describe('sweepAbandoned', () => {
  it('removes only files of that very name that nobody wrote to for a day', async () => {
    const old = new Date(Date.now() - 25 * 3600_000);
    const names = ['.stowbase-0011223344556677.partial', '.stowbase-00112233445566.partial', 'x.partial', 'a.tar'];
    for (const name of names) {
      await writeFile(join(folder, name), '');
      await utimes(join(folder, name), old, old);
    }
    await writeFile(join(folder, '.stowbase-8899aabbccddeeff.partial'), '');
    expect(await sweepAbandoned(folder)).toEqual([join(folder, '.stowbase-0011223344556677.partial')]);
    expect((await readdir(folder)).sort()).toEqual([
      '.stowbase-00112233445566.partial',
      '.stowbase-8899aabbccddeeff.partial',
      'a.tar',
      'x.partial',
    ]);
  });
});
