import { Header } from 'tar';
import { misuse } from './errors';

export const blockBytes = 512;

/** An entry's header block: plain ustar, so that no reader of tar needs an extension to find its way. */
export function tarHeader(entry: { name: string; size: number; mtime: Date }): Buffer {
  const header = new Header({
    path: entry.name,
    size: entry.size,
    mtime: entry.mtime,
    mode: 0o600,
    uid: 0,
    gid: 0,
    type: 'File',
  });
  const block = Buffer.alloc(blockBytes);
  if (header.encode(block)) throw misuse(`The archive member ${entry.name} doesn't fit a plain tar header.`);
  return block;
}

/** How many zero bytes follow `size` bytes. */
export function paddingOf(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

export interface TarEntry {
  readonly name: string;
  readonly size: number;
  readonly mtime: Date;
  /** Whether the block is exactly what {@link tarHeader} writes, so that no byte of it can be changed unseen. */
  readonly exact: boolean;
}

/** A header block with a right checksum; `other` when it isn't a regular file's, null when it is no header at all. */
export function readTarHeader(block: Buffer): TarEntry | 'other' | null {
  if (block.length < blockBytes) return null;
  const header = decodedHeader(block);
  if (header?.cksumValid !== true) return null;
  const { path: name, size, mtime } = header;
  if (header.type !== 'File' || name === undefined || name === '' || size === undefined || mtime === undefined) {
    return 'other';
  }
  return { name, size, mtime, exact: block.equals(exactHeader(name, size, mtime)) };
}

/** Bytes of something else may stand where a number should: `tar` throws then. */
function decodedHeader(block: Buffer): Header | null {
  try {
    return new Header(block);
  } catch {
    return null;
  }
}

function exactHeader(name: string, size: number, mtime: Date): Buffer {
  try {
    return tarHeader({ name, size, mtime });
  } catch {
    // misuse: names or sizes that we would never write
    return Buffer.alloc(0);
  }
}
