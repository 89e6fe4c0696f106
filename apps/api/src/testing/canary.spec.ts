import { Canaries } from './canary';

const secret = `c4nary/S3CRET:@"\\'%é?`;

describe('looking for a secret', () => {
  const canaries = new Canaries();
  canaries.add('password', secret);

  it.each([
    ['as it is', secret],
    ['in a URL', `postgresql://u:${encodeURIComponent(secret)}@h/d`],
    ['in a form', new URLSearchParams({ a: secret, b: 'x' }).toString()],
    ['in JSON', JSON.stringify({ a: secret })],
    ['in JSON inside of JSON', JSON.stringify({ a: JSON.stringify({ b: secret }) })],
    ['in SQL', `PASSWORD '${secret.replaceAll("'", "''")}'`],
    ['in a pass file', `h:1:*:u:${secret.replaceAll(/[\\:]/g, String.raw`\$&`)}`],
    ['in hexadecimal', Buffer.from(`x${secret}`).toString('hex')],
    ['in base64', Buffer.from(`${secret}xyz`).toString('base64')],
    ['in base64 behind one byte', Buffer.from(`a${secret}`).toString('base64')],
    ['in base64 behind two bytes, for URLs', Buffer.from(`ab${secret}z`).toString('base64url')],
  ])('finds it %s', (_, text) => {
    expect(canaries.in(`before ${text} after`)).toEqual(['password']);
    expect(canaries.in(Buffer.from(text))).toEqual(['password']);
  });

  it('finds nothing where it is not, and nothing that may be there', () => {
    expect(canaries.in(secret.slice(1))).toEqual([]);
    expect(canaries.in(secret, ['password'])).toEqual([]);
    expect(() => canaries.add('pin', '1234')).toThrow('too short');
  });
});
