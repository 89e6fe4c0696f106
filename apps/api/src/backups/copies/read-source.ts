import type { ContentDigest, Storage } from '@stowbase/storage';
import { StorageError } from '@stowbase/storage';

/** What is to be read. Bytes; 64 hex digits. */
export interface WantedContent {
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
}

/** All of it was read, and it isn't what was recorded: nothing else is a verdict about its bytes. */
export class OtherBytes extends StorageError {
  /** @param how to be read after "The copy that was read …" */
  constructor(how: string) {
    const nextStep = 'Check this copy, and copy from another one if the backup has it.';
    super('damaged', `The copy that was read ${how}.`, nextStep);
  }
}

/** The copy that is read is to blame, not the one that is written: another one may do. */
export class SourceFailed extends Error {
  /** @param cause a StorageError, or what nobody expected */
  constructor(override readonly cause: unknown) {
    super('The copy that is read failed.', { cause });
    this.name = 'SourceFailed';
  }
}

/**
 * Every chunk of a stored copy, each handed on before the next one is asked for. Resolves only when it was exactly what was recorded: size
 * and SHA-256, which the digest has by then.
 * @param digest fed by whoever takes the chunks
 * @throws SourceFailed, of `OtherBytes` when all was read; whatever `take` rejects with
 */
export async function readSource(
  storage: Storage,
  wanted: WantedContent,
  { digest, signal }: { readonly digest: ContentDigest; readonly signal: AbortSignal },
  take: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  const { key, size, sha256 } = wanted;
  const body = await storage.get(key, { range: { start: 0, end: size }, signal }).catch(blame);
  try {
    const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
    for (;;) {
      const { done, value } = await chunks.next().catch(blame);
      if (done === true) break;
      await take(value);
    }
  } finally {
    body.destroy();
  }
  if (digest.size !== size) throw new SourceFailed(new OtherBytes(`has ${digest.size} bytes instead of ${size}`));
  if (digest.sha256 !== sha256) throw new SourceFailed(new OtherBytes('has another SHA-256 than was recorded'));
}

function blame(cause: unknown): never {
  throw new SourceFailed(cause);
}
