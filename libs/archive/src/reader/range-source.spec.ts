import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArchiveError } from '../errors';
import { buildSmallArchive } from '../testing';
import { openArchive } from './open-archive';
import { fileSource, rangeStream, type RangeSource } from './range-source';
import { salvage } from './salvage';
import { verifyStream } from './stream';

describe('a file as a source', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-range-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives ranges, and says when the file has become shorter', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, '0123456789');
    const source = fileSource(path);
    expect(await source.size()).toBe(10);
    expect((await source.read(2, 5)).toString()).toBe('234');
    await expect(source.read(8, 12)).rejects.toMatchObject({ kind: 'unreadable-source' });
    await source.close?.();
  });

  it('that is missing fails as the file system says', async () => {
    await expect(openArchive(fileSource(join(folder, 'nothing')))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a source that gives too little', () => {
  it('is not mistaken for a damaged archive', async () => {
    const bytes = await buildSmallArchive();
    let short = false;
    const source: RangeSource = {
      size: () => Promise.resolve(bytes.length),
      read: (start, end) => Promise.resolve(bytes.subarray(start, short ? end - 1 : end)),
    };
    const archive = await openArchive(source);
    short = true;
    await expect(archive.readme()).rejects.toMatchObject({ kind: 'unreadable-source' });
    await expect(archive.verify(1)).rejects.toMatchObject({ kind: 'unreadable-source' });
    const read = async (): Promise<void> => {
      await rangeStream(source, 0, 100).next();
    };
    await expect(read()).rejects.toMatchObject({ kind: 'unreadable-source' });
  });
});

describe('P-CLI-21 a source that fails on the way', () => {
  const unreachable = new ArchiveError('unreadable-source', 'The network is gone.', 'Wait.');
  // A source may throw what it likes: errors of a storage, the reason of an abort.
  const causes = [unreachable, new Error('stopped by SIGINT'), new TypeError('fetch failed')];
  /** Fails as soon as a read touches the byte. */
  const failingAt = (bytes: Buffer, at: number, cause: Error = unreachable): RangeSource => ({
    size: () => Promise.resolve(bytes.length),
    read: (start, end) =>
      start <= at && at < end ? Promise.reject(cause) : Promise.resolve(bytes.subarray(start, end)),
  });

  it.each(causes)(
    'is told as it is wherever it fails (%s): nothing is called damaged, cut or lost',
    async (unreachable) => {
      const bytes = await buildSmallArchive();
      const { members } = (await openArchive(failingAt(bytes, -1))).manifest;
      for (const { name, offset } of members) {
        const archive = await openArchive(failingAt(bytes, offset, unreachable));
        // One read has the whole small archive: its members are read one by one, too.
        await expect(archive.verify(2)).rejects.toBe(unreachable);
        const read = async (): Promise<void> => {
          for await (const chunk of archive.readMember(name)) expect(chunk.length).toBeGreaterThan(0);
        };
        await expect(read()).rejects.toBe(unreachable);
        const folder = mkdtempSync(join(tmpdir(), 'stowbase-range-'));
        await expect(salvage(failingAt(bytes, offset, unreachable), join(folder, 'to'))).rejects.toBe(unreachable);
        rmSync(folder, { recursive: true });
      }
    },
  );

  it.each(causes)('is told as it is while END and manifest are read (%s)', async (cause) => {
    const bytes = await buildSmallArchive();
    const manifest = bytes.indexOf('manifest.json\0') + 512;
    for (const at of [manifest, manifest + 700, bytes.length - 2048, bytes.length - 1])
      await expect(openArchive(failingAt(bytes, at, cause))).rejects.toBe(cause);
  });

  it('is told as a cancel while the manifest is read, when it was cancelled', async () => {
    const bytes = await buildSmallArchive();
    const abort = new AbortController();
    const source: RangeSource = {
      size: () => Promise.resolve(bytes.length),
      read(start, end) {
        if (end < bytes.length && start > 0) abort.abort(new Error('stopped by SIGINT'));
        return Promise.resolve(bytes.subarray(start, end));
      },
    };
    await expect(openArchive(source, { signal: abort.signal })).rejects.toThrow('stopped by SIGINT');
  });

  it('may fail once: what is asked for again is read again', async () => {
    const bytes = await buildSmallArchive();
    let fails = false;
    const archive = await openArchive({
      size: () => Promise.resolve(bytes.length),
      read: (start, end) => (fails ? Promise.reject(unreachable) : Promise.resolve(bytes.subarray(start, end))),
    });
    fails = true;
    await expect(archive.contents()).rejects.toBe(unreachable);
    fails = false;
    expect((await archive.contents()).components.length).toBeGreaterThan(0);
  });

  it('in the middle of a member that is being decoded, too', async () => {
    const bytes = await buildSmallArchive();
    const { offset, storedSize } = (await openArchive(failingAt(bytes, -1))).manifest.members.at(-2)!;
    const cutOff = async function* (): AsyncGenerator<Buffer> {
      yield await Promise.resolve(bytes.subarray(0, offset + storedSize - 1));
      throw unreachable;
    };
    await expect(verifyStream(cutOff(), 2)).rejects.toBe(unreachable);
    const folder = mkdtempSync(join(tmpdir(), 'stowbase-range-'));
    await expect(salvage(cutOff(), join(folder, 'to'))).rejects.toBe(unreachable);
    rmSync(folder, { recursive: true });
  });
});
