import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { maxChunkBytes, type ExpectedContent, type Upload } from '../../storage';

/** Bytes that differ at every place, the same for the same length. */
export function bodyOf(bytes: number): Buffer {
  const body = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) body.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  return body;
}

export const expectedOf = (body: Buffer): ExpectedContent => ({
  size: body.length,
  sha256: createHash('sha256').update(body).digest('hex'),
});

/** Writes it in chunks, the last one shorter. */
export async function writeAll(upload: Upload, body: Buffer, chunkBytes = 64 * 1024): Promise<void> {
  const step = Math.min(chunkBytes, maxChunkBytes);
  for (let start = 0; start < body.length; start += step) await upload.write(body.subarray(start, start + step));
}

/** What a promise rejects with; a promise that resolves fails the test. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (cause) {
    return cause;
  }
  throw new Error('This should have been refused.');
}

/** A run's signal that nobody aborts. */
export const never = (): AbortSignal => new AbortController().signal;

export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
