import { randomBytes } from 'node:crypto';
import { Encrypter, type Recipient } from 'age-encryption';
import { ByteReader } from '../byte-reader';
import { nonceBytes, payloadKey, PieceCipher, pieceBytes, sealedSize, tagBytes } from './payload';

/** A buffer as an age v1 file of its own. */
export async function seal(plain: Buffer, recipients: readonly string[]): Promise<Buffer> {
  const start = await beginFile(recipients);
  const sealed = Buffer.allocUnsafe(start.head.length + sealedSize(plain.length));
  let at = start.head.copy(sealed);
  for (let from = 0; from === 0 || from < plain.length; from += pieceBytes) {
    const piece = plain.subarray(from, from + pieceBytes);
    at += start.cipher.seal(piece, from + pieceBytes >= plain.length, sealed.subarray(at));
  }
  return sealed;
}

/** A stream as an age v1 file of its own. */
export async function* sealStream(plain: AsyncIterable<Buffer>, recipients: readonly string[]): AsyncGenerator<Buffer> {
  const start = await beginFile(recipients);
  yield start.head;
  const reader = new ByteReader(plain);
  let last = false;
  while (!last) {
    const piece = await reader.read(pieceBytes);
    // Only the last piece may be short, and only the first one empty.
    last = (await reader.peek(1)).length === 0;
    const sealed = Buffer.allocUnsafe(piece.length + tagBytes);
    start.cipher.seal(piece, last, sealed);
    yield sealed;
  }
}

/**
 * Header and payload key of a new age file.
 *
 * The library makes the file key, wraps it for each recipient and authenticates the header, but has no call that hands out these
 * parts. Its documented `Recipient` interface is shown the file key, though: a recipient that only looks on and adds no stanza,
 * and an empty file whose payload is thrown away, give both. The nonce of the real payload is a new one, so that the thrown-away
 * payload and the real one never share a key.
 */
async function beginFile(recipients: readonly string[]): Promise<{ head: Buffer; cipher: PieceCipher }> {
  const onlooker = new FileKeyOnlooker();
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  encrypter.addRecipient(onlooker);
  const emptyFile = await encrypter.encrypt(new Uint8Array(0));
  const header = emptyFile.subarray(0, emptyFile.length - nonceBytes - tagBytes);
  const nonce = randomBytes(nonceBytes);
  return {
    head: Buffer.concat([header, nonce]),
    cipher: new PieceCipher(payloadKey(onlooker.fileKey, nonce)),
  };
}

class FileKeyOnlooker implements Recipient {
  fileKey: Uint8Array = new Uint8Array(0);

  wrapFileKey(fileKey: Uint8Array): [] {
    this.fileKey = Uint8Array.from(fileKey);
    return [];
  }
}
