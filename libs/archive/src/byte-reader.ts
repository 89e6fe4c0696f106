/**
 * Reads an async sequence of buffers by count or by line, whatever the sizes of the buffers are. `onBytes` sees every byte once,
 * in order, when it is consumed.
 */
export class ByteReader {
  /** Bytes consumed so far. */
  position = 0;
  readonly #source: AsyncIterator<Buffer>;
  readonly #onBytes: ((bytes: Buffer) => void) | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(source: AsyncIterable<Buffer>, onBytes?: (bytes: Buffer) => void) {
    this.#source = source[Symbol.asyncIterator]();
    this.#onBytes = onBytes;
  }

  /** The next `count` bytes, fewer at the end, without consuming them. */
  async peek(count: number): Promise<Buffer> {
    if (this.#rest.length < count && !this.#ended) {
      const parts = [this.#rest];
      let size = this.#rest.length;
      while (size < count) {
        const next = await this.#pull();
        if (next === null) break;
        parts.push(next);
        size += next.length;
      }
      this.#rest = parts.length === 1 ? this.#rest : Buffer.concat(parts, size);
    }
    return this.#rest.subarray(0, count);
  }

  /** The next `count` bytes, fewer at the end. */
  async read(count: number): Promise<Buffer> {
    const bytes = await this.peek(count);
    this.#consume(bytes.length);
    return bytes;
  }

  /** The next `count` bytes as they come, without copying; ends early at the end of the source. */
  async *slices(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      if (this.#rest.length === 0) {
        const next = await this.#pull();
        if (next === null) return;
        this.#rest = next;
      }
      const slice = this.#rest.subarray(0, left);
      this.#consume(slice.length);
      left -= slice.length;
      yield slice;
    }
  }

  /** The next line with its newline; null at the end, or when there is none within `max` bytes. */
  async readLine(max: number): Promise<Buffer | null> {
    for (let wanted = Math.min(max, 512); ; wanted = Math.min(max, wanted * 2)) {
      const seen = await this.peek(wanted);
      const newline = seen.indexOf(10);
      if (newline >= 0) return this.read(newline + 1);
      if (seen.length < wanted || wanted === max) return null;
    }
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  #consume(count: number): void {
    if (count === 0) return;
    this.#onBytes?.(this.#rest.subarray(0, count));
    this.#rest = this.#rest.subarray(count);
    this.position += count;
  }

  async #pull(): Promise<Buffer | null> {
    while (!this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) this.#ended = true;
      else if (next.value.length > 0) return next.value;
    }
    return null;
  }
}
