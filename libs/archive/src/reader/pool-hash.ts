import { subtle } from 'node:crypto';

/** SHA-256 of bytes that are all there, in lower-case hex, made in the thread pool: the main thread goes on meanwhile. */
export async function sha256Of(bytes: Buffer): Promise<string> {
  return Buffer.from(await subtle.digest('SHA-256', bytes as Buffer<ArrayBuffer>)).toString('hex');
}
