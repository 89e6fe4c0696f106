import { createHash } from 'node:crypto';
import { StorageError } from '../../storage-error';
import { missingDigest } from './refusal';
import type { StoreHabits } from './store-habits';

export interface BodyDigest {
  readonly ContentMD5?: string;
}

/**
 * Sends a body with its MD5 where the store wants that: for objects with a lock, also when only the bucket sets it. Elsewhere the
 * signature has a digest of its own.
 */
export async function withBodyDigest<T>(
  body: Buffer,
  store: StoreHabits,
  send: (digest: BodyDigest) => Promise<T>,
): Promise<T> {
  if (store.wantsDigests) return send(digestOf(body));
  try {
    return await send({});
  } catch (cause) {
    if (!isMissed(cause)) throw cause;
    store.wantsDigests = true;
    return send(digestOf(body));
  }
}

const digestOf = (body: Buffer): BodyDigest => ({ ContentMD5: createHash('md5').update(body).digest('base64') });

const isMissed = (cause: unknown): boolean =>
  cause instanceof StorageError && cause.cause instanceof Error && cause.cause.message.startsWith(`${missingDigest} `);
