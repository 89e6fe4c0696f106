import fc from 'fast-check';
import { pack, Unpacking, type Message } from './parcels';

const event = (data: object): Message => ({ event: { type: 'backup.status', id: 'b', data } });

describe('what processes tell each other', () => {
  it('P-HA-7 fits into notifications, whatever it holds, and is the same on the other side', () => {
    const text = fc
      .tuple(fc.string({ unit: 'binary', maxLength: 20 }), fc.nat({ max: 900 }))
      .map(([piece, times]) => event({ text: piece.repeat(times) }));
    const messages = fc.array(text, { maxLength: 4 });
    fc.assert(
      fc.property(messages, messages, (one, other) => {
        const senders = [one, other].map((all, index) => all.flatMap((each, n) => pack(`a${index}`, n, each)));
        const unpacking = new Unpacking('c');
        const heard: Message[] = [];
        // Between each other: the parts of two senders.
        for (let n = 0; n < Math.max(...senders.map(({ length }) => length)); n += 1)
          for (const parts of senders) {
            const part = parts[n];
            if (part === undefined) continue;
            expect(Buffer.byteLength(part)).toBeLessThan(8_000);
            const message = unpacking.add(part);
            if (message !== null) heard.push(message);
          }
        const sorted = (list: Message[]): string[] => list.map((each) => JSON.stringify(each)).sort();
        expect(sorted(heard)).toEqual(sorted([...one, ...other]));
      }),
      { numRuns: 100 },
    );
  });

  it('is nothing when it is one’s own, torn, or somebody else’s', () => {
    const unpacking = new Unpacking('a1');
    const [first, second = ''] = pack('b2', 1, event({ text: 'x'.repeat(9_000) }));
    expect(pack('a1', 1, event({})).map((part) => unpacking.add(part))).toEqual([null]);
    expect([second, second].map((part) => unpacking.add(part))).toEqual([null, null]);
    expect(['', 'hello', 'b2 1 0 1 {', 'b2 9 0 1 no json'].map((part) => unpacking.add(part))).toEqual(
      Array(4).fill(null),
    );
    expect(unpacking.add(first!)).toBeNull();
    expect(unpacking.add(second)).toEqual(event({ text: 'x'.repeat(9_000) }));
  });

  it('is only that there was something, when it is too large', () => {
    const [part, ...more] = pack('b2', 1, event({ text: 'x'.repeat(300_000) }));
    expect(more).toEqual([]);
    expect(new Unpacking('a1').add(part!)).toEqual({ gap: true });
  });
});
