import fc from 'fast-check';
import { OrderedWindow } from './ordered-window';

/** Resolves after so many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

interface Piece {
  readonly making: number;
  readonly using: number;
}

const pieces = fc.array(fc.record({ making: fc.nat(6), using: fc.nat(2) }), { minLength: 1, maxLength: 20 });

describe('the ordered window', () => {
  it('uses every piece in the order of the calls, never more than its size between start and end', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 5 }), fc.boolean(), async (given, size, patient) => {
        const run = new Recorder(size);
        const calls: Promise<void>[] = [];
        for (const piece of given) {
          const call = run.add(calls.length, piece);
          calls.push(call);
          if (patient) await call;
        }
        await Promise.all(calls);
        await run.window.drained();
        expect(run.used).toEqual(given.map((_, index) => index));
        expect(run.most).toBeLessThanOrEqual(size);
      }),
      { numRuns: 50 },
    );
  });

  it('gives everybody the first cause, and uses nothing after it', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.nat(19), fc.boolean(), async (given, at, inMaking) => {
        const failing = at % given.length;
        const cause = new Error('disk full');
        const run = new Recorder(3, { failing, inMaking, cause });
        const outcomes = await Promise.allSettled(given.map((piece, index) => run.add(index, piece)));
        await expect(run.window.drained()).rejects.toBe(cause);
        await expect(run.add(99, { making: 0, using: 0 })).rejects.toBe(cause);
        for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBe(cause);
        expect(run.used).toEqual(run.used.toSorted((a, b) => a - b));
        expect(run.used.every((index) => index < failing)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

class Recorder {
  readonly used: number[] = [];
  most = 0;
  readonly window: OrderedWindow;
  #now = 0;

  constructor(
    size: number,
    private readonly fault?: { failing: number; inMaking: boolean; cause: Error },
  ) {
    this.window = new OrderedWindow(size);
  }

  add(index: number, { making, using }: Piece): Promise<void> {
    return this.window.add(
      async () => {
        this.most = Math.max(this.most, ++this.#now);
        await turns(making);
        if (this.fault?.failing === index && this.fault.inMaking) throw this.fault.cause;
        return index;
      },
      async (made) => {
        await turns(using);
        if (this.fault?.failing === index) throw this.fault.cause;
        this.used.push(made);
        this.#now--;
      },
    );
  }
}
