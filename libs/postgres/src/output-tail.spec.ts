import fc from 'fast-check';
import { OutputTail } from './output-tail';
import { redact } from './redact';
import { StderrTail } from './stderr-tail';

const line = '-- PostgreSQL database dump complete';

function pushed(text: string, cuts: readonly number[] = []): OutputTail {
  const tail = new OutputTail();
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, start] of places.entries()) tail.push(bytes.subarray(start, places[index + 1] ?? bytes.length));
  return tail;
}

describe('the end of an output', () => {
  it('is judged alike however it was cut into chunks', () => {
    const before = fc.oneof(
      fc.constant(''),
      fc.constant('\n'),
      fc.constant('x'),
      fc.constant(`${'long row '.repeat(2_000)}\n`),
    );
    const after = fc.constantFrom('\n', '\n--\n\n\\unrestrict abc\n\n', '\n'.repeat(10), '\n'.repeat(11), '', ' \n');
    fc.assert(
      fc.property(before, after, fc.array(fc.nat(), { maxLength: 6 }), (start, end, cuts) => {
        const text = `${start}${line}${end}`;
        const expected = (start === '' || start.endsWith('\n')) && end.startsWith('\n') && end !== '\n'.repeat(11);
        const tail = pushed(text, cuts);
        expect(tail.isComplete('dump')).toBe(expected);
        expect(tail.bytes).toBe(Buffer.byteLength(text));
      }),
    );
  });

  it('does not keep the bytes of the consumer', () => {
    const tail = new OutputTail();
    const chunk = Buffer.from(`${'x'.repeat(5_000)}\n${line}\n`);
    tail.push(chunk);
    chunk.fill(0);
    expect(tail.isComplete('dump')).toBe(true);
  });
});

describe('the end of stderr', () => {
  it('never shows half a secret at its cut edge', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 70_000 }), (shift, chunk) => {
        const secret = 'canarySECRETcanarySECRET';
        const text = `${'a'.repeat(shift)}\n${`password ${secret} is wrong\n`.repeat(6_000)}`;
        const tail = new StderrTail([secret]);
        for (let at = 0; at < text.length; at += chunk) tail.push(Buffer.from(text.slice(at, at + chunk)));
        expect(tail.text()).not.toMatch(/canary|SECRET/);
        expect(tail.text().length).toBeLessThanOrEqual(65_536);
      }),
      { numRuns: 25 },
    );
  });
});

describe('redaction', () => {
  it('masks every usual encoding of any secret', () => {
    const secret = fc
      .string({ unit: 'binary', minLength: 4, maxLength: 30 })
      .filter((text) => text.isWellFormed() && text.trim().length > 3);
    fc.assert(
      fc.property(secret, (text) => {
        const forms = [
          text,
          encodeURIComponent(text),
          JSON.stringify(text).slice(1, -1),
          Buffer.from(text).toString('base64'),
        ];
        for (const form of forms) expect(redact(`<${form}>`, [text])).toBe('<••••>');
      }),
    );
  });

  it('leaves text without secrets alone', () => {
    expect(redact('some text', [undefined, '', 'me'])).toBe('some text');
  });
});
