import { mkdtemp, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RuledUpload } from '../../ruled-upload';
import { bodyOf, expectedOf, never, rejection, writeAll } from '../../testing/conformance/content';
import { LocalUpload } from './local-upload';
import { OpenFolder } from './open-folder';

const key = 'backup.tar';
const tempName = '.stowbase-0123456789abcdef.partial';
const brokenDisk = (): Promise<never> => Promise.reject(Object.assign(new Error('i/o error'), { code: 'EIO' }));

describe('a disk that fails (F10)', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'stowbase-disk-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  /** A real file, of which single calls go wrong. */
  async function uploadTo(broken: Partial<FileHandle>): Promise<RuledUpload> {
    const folder = await OpenFolder.open(root);
    const real = await open(folder.at(tempName), 'wx', 0o600);
    const file = new Proxy(real, {
      get(target, name) {
        const value: unknown = Reflect.get(name in broken ? broken : target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const target = { key, name: key, tempName, folder, file, allowance: Number.MAX_SAFE_INTEGER };
    return new RuledUpload(key, { signal: never() }, () => new LocalUpload(target));
  }

  it('F10 bytes that can not be made safe are no backup: fsync at the end', async () => {
    const upload = await uploadTo({ sync: brokenDisk });
    await writeAll(upload, bodyOf(1_000));
    const refused = await rejection(upload.commit(expectedOf(bodyOf(1_000))));
    expect(refused).toMatchObject({ kind: 'unexpected', message: 'The disk reported an error at "backup.tar" (EIO).' });
    expect(await readdir(root)).toEqual([]);
  });

  it('F10 an error that the disk told only once, on the way, is not forgotten', async () => {
    let told = 0;
    const datasync = (): Promise<void> => (told++ === 0 ? brokenDisk() : Promise.resolve());
    const upload = await uploadTo({ datasync });
    // The last chunk begins the first flush: only the commit can see how it ends.
    const body = bodyOf(64 * 1024 * 1024);
    const refused = await rejection(
      writeAll(upload, body, 4 * 1024 * 1024).then(() => upload.commit(expectedOf(body))),
    );
    expect(refused).toMatchObject({ kind: 'unexpected', cause: { code: 'EIO' } });
    await upload.abort('stop');
    expect(await readdir(root)).toEqual([]);
  });

  it('F27 a disk that has fewer bytes than it took has stored nothing', async () => {
    const real = uploadTo({
      async sync(this: FileHandle) {
        await this.truncate(999);
      },
    });
    const upload = await real;
    await writeAll(upload, bodyOf(1_000));
    const refused = await rejection(upload.commit(expectedOf(bodyOf(1_000))));
    expect(refused).toMatchObject({ kind: 'size-mismatch', code: 'SIZE_MISMATCH' });
    expect(await readdir(root)).toEqual([]);
  });

  it('a system that takes less than it was given is given the rest', async () => {
    const write = function (this: FileHandle, buffer: Buffer, offset: number, length: number, position: number) {
      return this.write(buffer, offset, Math.min(length, 1_000), position);
    } as FileHandle['write'];
    const upload = await uploadTo({ write });
    const body = bodyOf(10_500);
    await writeAll(upload, body);
    expect((await upload.commit(expectedOf(body))).size).toBe(10_500);
    expect((await readFile(path.join(root, key))).equals(body)).toBe(true);
  });
});
