import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Writes a new file that only its owner can read, in a folder likewise; returns its size. */
export async function writePrivateFile(path: string, bytes: AsyncIterable<Buffer>): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await pipeline(bytes, file);
  return file.bytesWritten;
}
