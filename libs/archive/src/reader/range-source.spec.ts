import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSmallArchive } from '../testing';
import { openArchive } from './open-archive';
import { fileSource, rangeStream, type RangeSource } from './range-source';

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
