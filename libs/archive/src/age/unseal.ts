import { ArchiveError } from '../errors';
import { ByteReader } from '../byte-reader';
import type { AgeKeys } from './identities';
import { nonceBytes, payloadKey, PieceCipher, pieceBytes, tagBytes } from './payload';

const maxHeaderBytes = 64 * 1024;

/** What makes an age file unreadable apart from a wrong key. */
export class AgeDamage extends Error {}

/**
 * The plain bytes of one age v1 file. Every piece is authentic before it is given.
 * @throws ArchiveError `wrong-identity` when no identity fits; AgeDamage when the file is cut, changed or followed by more.
 */
export async function* unseal(sealed: AsyncIterable<Buffer>, keys: AgeKeys): AsyncGenerator<Buffer> {
  const reader = new ByteReader(sealed);
  const fileKey = await openHeader(await readHeader(reader), keys);
  const nonce = await reader.read(nonceBytes);
  if (nonce.length < nonceBytes) throw new AgeDamage('its encryption header is cut off');
  const cipher = new PieceCipher(payloadKey(fileKey, nonce));
  for (let first = true, last = false; !last; first = false) {
    const piece = await reader.read(pieceBytes + tagBytes);
    last = (await reader.peek(1)).length === 0;
    if (piece.length < tagBytes || (piece.length === tagBytes && !first))
      throw new AgeDamage('its encrypted text is cut off');
    yield openPiece(cipher, piece, last);
  }
}

function openPiece(cipher: PieceCipher, piece: Buffer, last: boolean): Buffer {
  try {
    return cipher.open(piece, last);
  } catch (cause) {
    throw new AgeDamage('its encrypted text is cut off or changed', { cause });
  }
}

async function openHeader(header: Buffer, keys: AgeKeys): Promise<Uint8Array> {
  try {
    return await keys.decryptHeader(header);
  } catch (cause) {
    // The library has no error classes; this text is pinned by a test.
    if (cause instanceof Error && cause.message.startsWith('no identity matched')) {
      throw new ArchiveError(
        'wrong-identity',
        'The archive is encrypted for another key than the one given.',
        'Give the identity that belongs to one of the recipients which "stowbase inspect" lists.',
      );
    }
    throw new AgeDamage('its encryption header is damaged', { cause });
  }
}

/** The textual header, which ends with the line that begins with `--- `. */
async function readHeader(reader: ByteReader): Promise<Buffer> {
  const lines: Buffer[] = [];
  for (let size = 0; size < maxHeaderBytes;) {
    const line = await reader.readLine(maxHeaderBytes - size);
    if (line === null) break;
    lines.push(line);
    size += line.length;
    if (line.subarray(0, 4).toString('latin1') === '--- ') return Buffer.concat(lines);
  }
  throw new AgeDamage('its encryption header is damaged');
}
