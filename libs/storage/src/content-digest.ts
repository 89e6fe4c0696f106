import { createHash } from 'node:crypto';

/** The running size and SHA-256 of what was written. One serves all destinations of a run: the fan-out feeds it once. */
export class ContentDigest {
  readonly #hash = createHash('sha256');
  #size = 0;
  #sha256: string | null = null;

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#size += chunk.length;
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  /** 64 lower-case hex digits; nothing can be added afterwards. */
  get sha256(): string {
    this.#sha256 ??= this.#hash.digest('hex');
    return this.#sha256;
  }
}
