import { createHash } from 'node:crypto';
import { encodeEnd, type End } from '../end';
import { paddingOf, tarHeader, blockBytes } from '../tar';
import type { ByteSink } from './writer-types';

/** Writes tar entries to a sink one after the other, counting and hashing every byte. */
export class TarOutput {
  /** Bytes the sink has taken. */
  position = 0;
  /** Milliseconds spent waiting for the sink. */
  waitMs = 0;
  readonly #sink: ByteSink;
  readonly #mtime: Date;
  readonly #hash = createHash('sha256');
  /** Zero bytes owed to the last entry: they go out with the next header. */
  #owed = 0;

  constructor(sink: ByteSink, mtime: Date) {
    this.#sink = sink;
    this.#mtime = mtime;
  }

  /** @returns the offset of the entry's bytes in the file */
  async entry(name: string, chunks: readonly Buffer[], size: number): Promise<number> {
    await this.#write(Buffer.concat([Buffer.alloc(this.#owed), tarHeader({ name, size, mtime: this.#mtime })]));
    const offset = this.position;
    for (const chunk of chunks) await this.#write(chunk);
    this.#owed = paddingOf(size);
    return offset;
  }

  /**
   * END and the end of the tar, as one write: before it the file is no archive, after it it is one.
   * @param beforeEnd the last moment to refuse
   * @returns the SHA-256 of the whole file
   */
  async end(manifest: End['manifest'], beforeEnd: () => void): Promise<string> {
    await this.#write(Buffer.alloc(this.#owed));
    const prefixSha256 = this.#hash.copy().digest('hex');
    const header = tarHeader({ name: 'END', size: blockBytes, mtime: this.#mtime });
    beforeEnd();
    await this.#write(Buffer.concat([header, encodeEnd({ manifest, prefixSha256 }), Buffer.alloc(2 * blockBytes)]));
    return this.#hash.digest('hex');
  }

  async #write(chunk: Buffer): Promise<void> {
    if (chunk.length === 0) return;
    this.#hash.update(chunk);
    const start = performance.now();
    await this.#sink.write(chunk);
    this.waitMs += performance.now() - start;
    this.position += chunk.length;
  }
}
