/** Gathers what is written until a whole chunk is there. Small objects never cost the memory of a chunk. */
export class ChunkBuffer {
  #pieces: Buffer[] = [];
  #bytes = 0;
  /** Used again for each chunk: Google has the last one whole before the next is taken. */
  #chunk: Buffer | null = null;

  constructor(private readonly chunkBytes: number) {}

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
  }

  /** A whole chunk, valid until the next call; null while there is none. */
  take(): Buffer | null {
    if (this.#bytes < this.chunkBytes) return null;
    const chunk = (this.#chunk ??= Buffer.allocUnsafeSlow(this.chunkBytes));
    for (let filled = 0; filled < chunk.length;) {
      const piece = this.#pieces.shift() ?? Buffer.alloc(0);
      const part = piece.subarray(0, chunk.length - filled);
      part.copy(chunk, filled);
      filled += part.length;
      if (part.length < piece.length) this.#pieces.unshift(piece.subarray(part.length));
    }
    this.#bytes -= chunk.length;
    return chunk;
  }

  /** What is left, less than a chunk. */
  rest(): Buffer {
    return Buffer.concat(this.#pieces, this.#bytes);
  }

  clear(): void {
    this.#pieces = [];
    this.#bytes = 0;
    this.#chunk = null;
  }
}
