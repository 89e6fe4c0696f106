import { ContentDigest } from './content-digest';
import { maxChunkBytes, type CreateOptions, type Storage, type StoredObject } from './storage';

/** Stores a small object whole. Rejects with the cause, and then nothing is left. */
export async function putBuffer(
  storage: Storage,
  key: string,
  body: Buffer,
  options: Partial<CreateOptions> = {},
): Promise<StoredObject> {
  const digest = new ContentDigest();
  digest.add(body);
  const upload = await storage.create(key, {
    signal: new AbortController().signal,
    sizeHint: body.length,
    ...options,
    digest,
  });
  try {
    for (let start = 0; start < body.length; start += maxChunkBytes) {
      await upload.write(body.subarray(start, start + maxChunkBytes));
    }
    return await upload.commit({ size: digest.size, sha256: digest.sha256 });
  } catch (cause) {
    await upload.abort(cause);
    throw cause;
  }
}
