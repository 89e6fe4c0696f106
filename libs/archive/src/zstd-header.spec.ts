import { constants, zstdCompressSync } from 'node:zlib';
import { ZstdFrames } from './zstd-frames';
import { statedContentSize } from './zstd-header';

const level3 = { [constants.ZSTD_c_compressionLevel]: 3 };

describe('the header of a zstd frame', () => {
  it.each([0, 1, 255, 256, 257, 65_791, 65_792, 70_000, 4 * 1024 * 1024])('states %i bytes', async (size) => {
    const frames = new ZstdFrames(level3);
    expect(statedContentSize(await frames.compress(Buffer.alloc(size, 'x')))).toBe(size);
    frames.close();
  });

  it('states nothing where the size was not known, and nothing is read into other bytes', () => {
    const streamed = zstdCompressSync(Buffer.alloc(300_000), {
      params: { ...level3, [constants.ZSTD_c_contentSizeFlag]: 0 },
    });
    expect(statedContentSize(streamed)).toBeNull();
    expect(statedContentSize(Buffer.from('not a frame at all'))).toBeNull();
    expect(statedContentSize(Buffer.alloc(3))).toBeNull();
  });
});
