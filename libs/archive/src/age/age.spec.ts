import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { bufferStream } from '../testing';
import { hasTool } from '../testing/tools';
import { generateIdentity, keysOf } from './identities';
import { pieceBytes } from './payload';
import { seal, sealStream } from './seal';
import { unseal } from './unseal';

const sizes = [0, 1, pieceBytes - 1, pieceBytes, pieceBytes + 1, 3 * pieceBytes, 200_001];

let mine: { identity: string; recipient: string };

beforeAll(async () => {
  mine = await generateIdentity();
});

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

const open = (sealed: Buffer, chunk = 10_000, identity = mine.identity): Promise<Buffer> =>
  collect(unseal(bufferStream(sealed, chunk), keysOf([identity])!));

describe('age files', () => {
  it.each(sizes)('of %d bytes are read by the age library and by us, sealed whole or as a stream', async (size) => {
    const plain = randomBytes(size);
    const decrypter = new Decrypter();
    decrypter.addIdentity(mine.identity);
    const streamed = await collect(sealStream(bufferStream(plain, 7_777), [mine.recipient]));
    for (const sealed of [await seal(plain, [mine.recipient]), streamed]) {
      expect(Buffer.from(await decrypter.decrypt(sealed)).equals(plain)).toBe(true);
      expect((await open(sealed)).equals(plain)).toBe(true);
    }
  });

  it.each(sizes)('of %d bytes by the age library are read by us', async (size) => {
    const plain = randomBytes(size);
    const encrypter = new Encrypter();
    encrypter.addRecipient(mine.recipient);
    expect((await open(Buffer.from(await encrypter.encrypt(plain)))).equals(plain)).toBe(true);
  });

  it('open for each of several recipients', async () => {
    const other = await generateIdentity();
    const sealed = await seal(Buffer.from('rows'), [mine.recipient, other.recipient]);
    expect((await open(sealed)).toString()).toBe('rows');
    expect((await open(sealed, 100, other.identity)).toString()).toBe('rows');
  });

  it('say "wrong identity" when the key is another one', async () => {
    const other = await generateIdentity();
    const sealed = await seal(Buffer.from('rows'), [mine.recipient]);
    await expect(open(sealed, 100, other.identity)).rejects.toMatchObject({ kind: 'wrong-identity' });
  });

  it('never share a key or a nonce', async () => {
    const [first, second] = [
      await seal(Buffer.from('rows'), [mine.recipient]),
      await seal(Buffer.from('rows'), [mine.recipient]),
    ];
    expect(first.subarray(-20).equals(second.subarray(-20))).toBe(false);
    expect(first.subarray(-36, -20).equals(second.subarray(-36, -20))).toBe(false);
  });

  it('that were cut, lengthened or changed are refused, wherever', async () => {
    const sealed = await seal(randomBytes(2 * pieceBytes), [mine.recipient]);
    const cut = fc.nat(sealed.length - 1).map((length) => sealed.subarray(0, length));
    const flipped = fc.tuple(fc.nat(sealed.length - 1), fc.nat(7)).map(([at, bit]) => {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1 << bit;
      return changed;
    });
    const longer = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((more) => Buffer.concat([sealed, more]));
    const wholePiecesOnly = fc.constantFrom(
      sealed.subarray(0, sealed.length - pieceBytes - 16),
      sealed.subarray(0, sealed.length - 2 * (pieceBytes + 16)),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, flipped, longer, wholePiecesOnly), async (bytes) => {
        await expect(open(bytes, 50_000)).rejects.toThrow();
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('open with a post-quantum identity, too, when another tool sealed them', async () => {
    const identity = await generateHybridIdentity();
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(identity));
    const sealed = Buffer.from(await encrypter.encrypt('rows'));
    expect((await open(sealed, 1000, identity)).toString()).toBe('rows');
  });
});

const withAge = hasTool('age') ? describe : describe.skip;
withAge('the age command (skipped where it is not installed: apt-get install age)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-age-'));
    writeFileSync(join(folder, 'key.txt'), `# created by a test\n${mine.identity}\n`, { mode: 0o600 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(sizes)('opens our %d bytes, and we open its (P-AGE-1)', async (size) => {
    const plain = randomBytes(size);
    writeFileSync(join(folder, 'ours.age'), await seal(plain, [mine.recipient]));
    const opened = execFileSync('age', ['-d', '-i', join(folder, 'key.txt'), join(folder, 'ours.age')]);
    expect(opened.equals(plain)).toBe(true);
    writeFileSync(join(folder, 'plain'), plain);
    execFileSync('age', ['-r', mine.recipient, '-o', join(folder, 'theirs.age'), join(folder, 'plain')]);
    expect((await open(readFileSync(join(folder, 'theirs.age')))).equals(plain)).toBe(true);
  });
});
