import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { AppKey } from './app-key';
import { EnvelopeSecretBox } from './envelope-secret-box';
import { SecretError } from './secrets.errors';

const place = { table: 'projects', column: 'password', rowId: '7f0e5a0e-6f5c-4d5c-9d55-6f4f0f1f2f3f' };
const key = new AppKey(randomBytes(32));
const box = new EnvelopeSecretBox(key);

const anyPlace = fc.record({ table: fc.string(), column: fc.string(), rowId: fc.string() });
const anySecret = fc.string({ unit: 'binary', maxLength: 2_000 });

describe('sealing a secret (P-SERVICE-1)', () => {
  it('gives it back as it was, whatever it is', () => {
    fc.assert(
      fc.property(anySecret, anyPlace, (secret, where) => {
        expect(box.open(box.seal(secret, where), where)).toBe(secret);
      }),
    );
  });

  it('never gives the same bytes twice, and none of the secret', () => {
    const sealed = Array.from({ length: 100 }, () => box.seal('correct horse battery staple', place));
    expect(new Set(sealed.map((one) => one.toString('hex'))).size).toBe(100);
    for (const one of sealed) expect(one.includes('correct horse')).toBe(false);
  });

  it('opens it nowhere else: not in another table, column or row', () => {
    fc.assert(
      fc.property(anySecret, anyPlace, anyPlace, (secret, there, elsewhere) => {
        fc.pre(JSON.stringify(there) !== JSON.stringify(elsewhere));
        expect(() => box.open(box.seal(secret, there), elsewhere)).toThrow(SecretError);
      }),
    );
  });

  it('notices every changed, cut or added byte', () => {
    const sealed = box.seal('secret', place);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      expect(() => box.open(changed, place)).toThrow(SecretError);
      expect(() => box.open(sealed.subarray(0, at), place)).toThrow(SecretError);
    }
    expect(() => box.open(Buffer.concat([sealed, Buffer.alloc(1)]), place)).toThrow(SecretError);
  });

  it('opens nothing of another key, and says so without the secret', () => {
    const other = new EnvelopeSecretBox(new AppKey(randomBytes(32)));
    const said = catchOf(() => other.open(box.seal('secret-canary', place), place));
    expect(said.message).toBe(`What is stored as projects.password of ${place.rowId} was sealed with another key.`);
    expect(JSON.stringify(said)).not.toContain('canary');
  });

  it('opens what the previous key sealed, while the key is changed', () => {
    const next = new EnvelopeSecretBox(new AppKey(randomBytes(32)), key);
    const old = box.seal('secret', place);
    expect(next.open(old, place)).toBe('secret');
    expect([next.isCurrent(old), next.isCurrent(next.seal('secret', place))]).toEqual([false, true]);
  });

  it('H34 a secret that looks like something sealed comes back as it was', () => {
    const sealed = box.seal('inner', place);
    for (const secret of [sealed.toString('latin1'), sealed.toString('base64'), '\u0001', 'enc:v1:', 'stowbase', ''])
      expect(box.open(box.seal(secret, place), place)).toBe(secret);
  });

  it('refuses half a character, which could not come back', () => {
    expect(() => box.seal('a\ud800', place)).toThrow(SecretError);
  });
});

function catchOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
