import fc from 'fast-check';
import { longestAnswer, longestMessage, MessageFrames } from './message-frames';

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const text = fc.string({ unit: 'grapheme' }).map((word) => word.replaceAll('\0', ' '));
const fields = fc.array(text).map((texts) => Buffer.from([...texts.map((one) => `M${one}\0`), '\0'].join('')));
const ordinary = fc.oneof(
  fc.tuple(fc.constantFrom('E', 'N'), fields),
  fc.tuple(
    fc.constantFrom('D', 'T', 'C', 'Z', 'S', 'R'),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  ),
);

describe('the messages of a server', () => {
  it('pass as every server sends them, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(ordinary), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, sizes) => {
        const bytes = Buffer.concat(sent.map(([type, body]) => message(type, body)));
        const frames = new MessageFrames();
        for (let at = 0, n = 0; at < bytes.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          frames.read(bytes.subarray(at, at + size));
          at += size;
        }
      }),
      { seed: 4 },
    );
  });

  it('are refused by their length, before they are gathered', () => {
    const head = Buffer.from([0x44, 0, 0, 0, 0]);
    head.writeUInt32BE(longestMessage + 5, 1);
    expect(() => new MessageFrames().read(head)).toThrow('impossible length');
    expect(() => new MessageFrames().read(Buffer.from([0x44, 0, 0, 0, 3]))).toThrow('impossible length');
  });

  it('are refused when an answer goes on and on, and an answer begins anew with each query', () => {
    const part = message('D', Buffer.alloc(longestMessage));
    const whole = Math.floor(longestAnswer / part.length);
    const frames = new MessageFrames();
    for (let query = 0; query < 2; query += 1) {
      for (let n = 0; n < whole; n += 1) frames.read(part);
      frames.read(message('Z', Buffer.from('I')));
    }
    expect(() => {
      for (let n = 0; n <= whole; n += 1) frames.read(part);
    }).toThrow('too long');
  });
});
