import { chunkBytesFor, chunkMultiple } from './chunk-size';
import { defaultTiming } from './timing';

const MiB = 1024 * 1024;

describe('P-DRIVE-10 the size of a chunk', () => {
  it.each([
    [undefined, 8],
    [0, 8],
    [512 * MiB, 8],
    [1024 * MiB, 16],
    [2048 * MiB, 32],
    [5e12, 32],
  ])('for %s bytes is %i MiB', (hint, expected) => {
    expect(chunkBytesFor(hint, defaultTiming.chunkBytes)).toBe(expected * MiB);
  });

  it('is a multiple of 256 KiB, whatever was said', () => {
    for (let hint = 0; hint < 3_000 * MiB; hint += 77_777_777) {
      expect(chunkBytesFor(hint, defaultTiming.chunkBytes) % chunkMultiple).toBe(0);
    }
  });
});
