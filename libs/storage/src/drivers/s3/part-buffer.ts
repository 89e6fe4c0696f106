/** At first so much is taken when nobody knows how much will come. Bytes. */
const firstBytes = 1024 * 1024;

/**
 * The bytes of one part, in one buffer: a request can be made again from it. It grows up to the size of the part, so that a small object
 * costs little memory.
 */
export class PartBuffer {
  #buffer: Buffer;
  #length = 0;

  /** @param expected bytes that will probably come */
  constructor(
    readonly capacity: number,
    expected = firstBytes,
  ) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(capacity, expected));
  }

  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length === this.capacity;
  }

  /** What was added, until something more is: a view, not a copy. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Copies as much as fits, and returns the rest. */
  add(chunk: Buffer): Buffer {
    const taken = Math.min(chunk.length, this.capacity - this.#length);
    this.#makeRoom(this.#length + taken);
    chunk.copy(this.#buffer, this.#length, 0, taken);
    this.#length += taken;
    return chunk.subarray(taken);
  }

  /** Everything that was taken from `bytes` is overwritten from now on. */
  clear(): void {
    this.#length = 0;
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(this.capacity, Math.max(bytes, this.#buffer.length * 4)));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
