import { randomBytes } from 'node:crypto';
import { Decrypter } from 'age-encryption';
import { bufferStream } from '../testing/memory';
import { decryptStream, encryptStream } from './age-stream';
import { generateIdentity } from './identities';

describe('a stream as one age file', () => {
  const body = randomBytes(200_000);
  const all = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  it('is opened by its key, here and by the library', async () => {
    const { identity, recipient } = await generateIdentity();
    const sealed = await all(encryptStream(bufferStream(body), [recipient]));
    expect((await all(decryptStream(bufferStream(sealed), [identity]))).equals(body)).toBe(true);
    const other = new Decrypter();
    other.addIdentity(identity);
    expect(Buffer.from(await other.decrypt(sealed)).equals(body)).toBe(true);
  });

  it('says that another key does not fit, that one is needed, and that it was cut or changed', async () => {
    const [mine, foreign] = [await generateIdentity(), await generateIdentity()];
    const sealed = await all(encryptStream(bufferStream(body), [mine.recipient]));
    await expect(all(decryptStream(bufferStream(sealed), [foreign.identity]))).rejects.toMatchObject({
      kind: 'wrong-identity',
    });
    await expect(all(decryptStream(bufferStream(sealed), []))).rejects.toMatchObject({ kind: 'identity-needed' });
    const cut = sealed.subarray(0, sealed.length - 1);
    const changed = Buffer.from(sealed);
    changed[100_000]! ^= 1;
    for (const wrong of [cut, changed, Buffer.concat([sealed, Buffer.of(0)])]) {
      await expect(all(decryptStream(bufferStream(wrong), [mine.identity]))).rejects.toMatchObject({
        kind: 'not-complete',
      });
    }
    expect(() => encryptStream(bufferStream(body), [])).toThrow(/recipient/);
  });
});
