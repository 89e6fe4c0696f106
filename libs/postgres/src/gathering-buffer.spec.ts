import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { GatheringBuffer } from './gathering-buffer';

/** A read of so many bytes that was asked for before, or a reader who takes what is there. */
const steps = fc.array(fc.oneof(fc.integer({ min: 1, max: 65_536 }), fc.constant('take' as const)), { maxLength: 60 });

describe('the two buffers of a pipe', () => {
  it('give every byte once and in order, and leave what is lent alone', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const buffer = new GatheringBuffer();
        const [sent, received]: [Buffer[], Buffer[]] = [[], []];
        let place = buffer.nextPlace();
        let lent: Buffer = Buffer.alloc(0);
        for (const step of [...sequence, 'take' as const]) {
          // Nobody touched what the reader holds.
          expect(lent.equals(received.at(-1) ?? lent)).toBe(true);
          if (step === 'take' || buffer.isFull) {
            lent = buffer.take();
            received.push(Buffer.from(lent));
          } else {
            expect(place.length).toBe(65_536);
            const read = randomBytes(step);
            read.copy(place);
            sent.push(read);
            buffer.wrote(step);
            place = buffer.nextPlace();
          }
        }
        expect(Buffer.concat(received).equals(Buffer.concat(sent))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
