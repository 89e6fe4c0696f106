import fc from 'fast-check';
import { bodyOf } from '../../testing/conformance/content';
import { ChunkBuffer } from './chunk-buffer';

describe('P-DRIVE-10 the buffer of a chunk', () => {
  it('gives every byte in order, however it came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 40 }), (lengths) => {
        const whole = bodyOf(lengths.reduce((sum, length) => sum + length, 0));
        const buffer = new ChunkBuffer(32);
        const given: Buffer[] = [];
        let at = 0;
        for (const length of lengths) {
          buffer.add(whole.subarray(at, (at += length)));
          for (let chunk = buffer.take(); chunk !== null; chunk = buffer.take()) {
            expect(chunk.length).toBe(32);
            given.push(Buffer.from(chunk));
          }
        }
        expect(buffer.rest().length).toBeLessThan(32);
        expect(Buffer.concat([...given, buffer.rest()]).equals(whole)).toBe(true);
      }),
    );
  });

  it('is one and the same for every chunk, and none for what is smaller', () => {
    const buffer = new ChunkBuffer(1_024);
    const before = process.memoryUsage().arrayBuffers;
    buffer.add(Buffer.alloc(1_000));
    expect(buffer.take()).toBeNull();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024);
    buffer.add(Buffer.alloc(1_100));
    const first = buffer.take();
    expect(buffer.take()).toBe(first);
  });
});
