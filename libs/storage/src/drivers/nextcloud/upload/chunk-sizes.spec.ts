import fc from 'fast-check';
import { chunkBytesAt } from './chunk-sizes';

const mebibyte = 1024 ** 2;
const smallest = 16 * mebibyte;
const terabyte = 1000 ** 4;

/** How an object of so many bytes is cut. */
function planOf(bytes: number, sizeHint?: number): { chunks: number; first: number; last: number; largest: number } {
  let [chunks, rest, last, largest] = [0, bytes, 0, 0];
  for (; rest > 0; chunks += 1) {
    largest = chunkBytesAt(chunks, smallest, sizeHint);
    last = Math.min(rest, largest);
    rest -= last;
  }
  return { chunks, first: chunkBytesAt(0, smallest, sizeHint), last, largest };
}

describe('P-DAV-3 chunks of Nextcloud', () => {
  it('48.8 GiB with an estimate: 16 MiB each', () => {
    expect(planOf(48.8 * 1024 ** 3, 50 * 1024 ** 3)).toMatchObject({
      chunks: 3_124,
      first: smallest,
      largest: smallest,
    });
  });

  it('5 TB with an estimate: equal chunks, fewer than 9,000', () => {
    const plan = planOf(5 * terabyte, 5 * terabyte);
    expect(plan).toMatchObject({ first: 530 * mebibyte, largest: 530 * mebibyte });
    expect(plan.chunks).toBeLessThanOrEqual(9_000);
  });

  it('5 TB without any estimate: they grow, and there are names for all', () => {
    const { chunks, first, largest } = planOf(5 * terabyte);
    expect(first).toBe(smallest);
    expect(chunks).toBeLessThanOrEqual(10_000);
    // Nextcloud takes 5 GB at most.
    expect(largest).toBeLessThan(5e9);
  });

  it('an estimate may be four times too low, and what is twice as long still has chunks that Nextcloud takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024 ** 3, max: 5 * terabyte }), (sizeHint) => {
        const twice = planOf(2 * sizeHint, sizeHint);
        return (
          planOf(4 * sizeHint, sizeHint).chunks <= 10_000 && twice.first >= smallest && twice.largest < 40 * twice.first
        );
      }),
      { numRuns: 20 },
    );
  });
});
