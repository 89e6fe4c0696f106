import fc from 'fast-check';
import { StorageError } from '../../storage-error';
import { largestPart, PartPlan, smallestPart, type PartLimits } from './part-plan';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
const usual: PartLimits = { partBytes: 12 * MiB, maxParts: 10_000, equalParts: false };

interface Parts {
  readonly count: number;
  readonly largest: number;
  /** Buffers at the worst moment, bytes: those in flight and the one that is filled. */
  readonly memory: number;
  readonly sizes: ReadonlySet<number>;
}

/** The parts of an object of that size. */
function partsOf(size: number, hint: number, limits = usual): Parts {
  const plan = new PartPlan(limits, hint);
  const sizes = new Set<number>();
  let [count, left, memory] = [0, size, 0];
  while (left > 0) {
    const bytes = plan.bytesOf((count += 1));
    // The last part is as short as it is.
    if (left >= bytes) sizes.add(bytes);
    memory = Math.max(memory, (plan.inFlight(bytes) + 1) * bytes);
    left -= bytes;
  }
  return { count, largest: Math.max(0, ...sizes), memory, sizes };
}

describe('P-S3-5 the plan of parts', () => {
  it.each([
    ['48.8 GiB', 48.8 * GiB, 12, 60],
    ['70 GB', 70e9, 12, 60],
    ['110 GB', 110e9, 12, 60],
    ['5 TB', 5e12, 530, 1_590],
  ])('%s, well estimated: at most 9,000 parts of one size', (_title, size, partMiB, memoryMiB) => {
    const { count, sizes, memory } = partsOf(Math.ceil(size), Math.ceil(size));
    expect(count).toBeLessThanOrEqual(9_000);
    expect([...sizes]).toEqual([partMiB * MiB]);
    // Those in flight and the one that is filled: four and one, or two and one.
    expect(memory).toBe(memoryMiB * MiB);
  });

  it.each([0, 1, 10e9])('70 GB that were estimated as %d bytes take no more memory', (hint) => {
    const { count, memory } = partsOf(70e9, hint);
    expect(count).toBeLessThan(9_000);
    expect(memory).toBeLessThanOrEqual(64 * MiB);
  });

  it('5 TB that nobody estimated still fit', () => {
    const { count, largest } = partsOf(5e12, 0);
    expect(count).toBeLessThanOrEqual(9_000);
    expect(largest).toBeLessThanOrEqual(largestPart);
  });

  it('a store that takes 1,000 parts gets at most 900', () => {
    const limits = { ...usual, maxParts: 1_000 };
    for (const size of [48.8 * GiB, 1e12])
      expect(partsOf(Math.ceil(size), Math.ceil(size), limits).count).toBeLessThanOrEqual(900);
    expect(partsOf(500e9, 0, limits).count).toBeLessThanOrEqual(1_000);
  });

  it('where all parts must be equal they are, and too many of them are refused with what to set', () => {
    const limits = { ...usual, equalParts: true };
    expect(partsOf(120e9, 0, limits).sizes.size).toBe(1);
    expect(() => partsOf(130e9, 0, limits)).toThrow(
      expect.objectContaining({ kind: 'invalid-config', field: 'partSize' }) as StorageError,
    );
  });

  it('any size and any estimate: parts are accepted by the store, and never become smaller', () => {
    const sizes = fc
      .double({ min: 0, max: Math.log10(5e12), noNaN: true })
      .map((exponent) => Math.floor(10 ** exponent));
    fc.assert(
      fc.property(
        sizes,
        sizes,
        fc.constantFrom(smallestPart, 16 * MiB, 100 * MiB),
        fc.constantFrom(1_000, 10_000),
        fc.boolean(),
        (size, hint, partBytes, maxParts, equalParts) => {
          const plan = new PartPlan({ partBytes, maxParts, equalParts }, hint);
          const wrong: string[] = [];
          let [left, before, count] = [size, smallestPart, 0];
          try {
            while (left > 0) {
              const bytes = plan.bytesOf(count + 1);
              if (bytes < before || bytes > largestPart) wrong.push(`part ${count + 1} has ${bytes}`);
              [left, before, count] = [left - bytes, bytes, count + 1];
            }
          } catch (cause) {
            // Only where nothing can help any more: equal parts that are too small, or a thousand that grew to their limit.
            if (!(cause instanceof StorageError && size > hint && (equalParts || maxParts === 1_000))) throw cause;
          }
          expect(wrong).toEqual([]);
          const needed = Math.ceil(size / largestPart);
          if (size <= hint) expect(count).toBeLessThanOrEqual(Math.max(needed, maxParts * 0.9));
        },
      ),
      { numRuns: 300 },
    );
  });
});
