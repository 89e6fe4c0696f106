import { Argon2id } from './argon2id';
import { Passwords } from './passwords.service';
import { readPhc } from './phc-string';

/** Hashing that ends when the test says so. */
class HeldArgon2id extends Argon2id {
  readonly held: (() => void)[] = [];
  most = 0;

  override derive(): Promise<Buffer> {
    return new Promise((resolve) => {
      this.held.push(() => resolve(Buffer.alloc(32)));
      this.most = Math.max(this.most, this.held.length);
    });
  }
}

describe('a stored password', () => {
  const passwords = new Passwords(new Argon2id());

  it('P-ACCOUNT-3 is argon2id with 19 MiB and two passes, salted', async () => {
    const [one, other] = [await passwords.hash('seven quiet herons'), await passwords.hash('seven quiet herons')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(other).not.toBe(one);
    expect(await passwords.matches('seven quiet herons', one)).toBe(true);
    expect(await passwords.matches('seven quiet heron', one)).toBe(false);
    expect(await passwords.matches('seven quiet herons', null)).toBe(false);
  });

  it('is the one that other programs make of it', async () => {
    // The reference implementation: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1`, RFC 9106's authors' test.c.
    const known = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    const { argon2Sync } = await import('node:crypto');
    const cost = { memory: 65_536, passes: 2, parallelism: 1 };
    const hash = argon2Sync('argon2id', {
      message: 'password',
      nonce: Buffer.from('somesalt'),
      tagLength: 32,
      ...cost,
    });
    expect(known.endsWith(hash.toString('base64').replace(/=+$/, ''))).toBe(true);
    expect(await new Argon2id().derive('password', Buffer.from('somesalt'), cost)).toEqual(hash);
  });

  it.each([
    '',
    '!',
    'argon2id',
    '$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA',
    '$2b$10$abcdefghijklmnopqrstuv',
  ])('is not %j: nothing matches that', async (kept) => {
    expect(readPhc(kept)).toBeNull();
    expect(await passwords.matches(kept, kept)).toBe(false);
  });

  it('P-ACCOUNT-4 is hashed two at a time; 20 wait, the next is told to come back', async () => {
    const argon2id = new HeldArgon2id();
    const busy = new Passwords(argon2id);
    const waiting = Array.from({ length: 22 }, () => busy.hash('seven quiet herons'));
    await expect(busy.hash('one too many')).rejects.toMatchObject({ code: 'BUSY', status: 429 });
    await expect(busy.matches('one too many', null)).rejects.toMatchObject({
      options: { headers: { 'Retry-After': '2' } },
    });
    const all = Promise.all(waiting);
    let done = false;
    void all.then(() => (done = true));
    while (!done) {
      argon2id.held.splice(0).forEach((release) => release());
      await new Promise(setImmediate);
    }
    expect(argon2id.most).toBe(2);
    await all;
  });
});
