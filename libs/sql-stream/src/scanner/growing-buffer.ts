const INITIAL = 64 * 1024;
const KEEP = 1024 * 1024;

/** Bytes of one unfinished statement: grows by doubling, so that many small chunks cost linear time. */
export class GrowingBuffer {
  private bytes = Buffer.allocUnsafeSlow(INITIAL);
  length = 0;

  append(chunk: Buffer): void {
    const needed = this.length + chunk.length;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    chunk.copy(this.bytes, this.length);
    this.length = needed;
  }

  /** A view on all bytes held: valid until the next call of another method. */
  view(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  /** Drops the first `count` bytes; what is left moves to the front. */
  dropFirst(count: number): void {
    if (count === 0) return;
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
    this.release();
  }

  clear(): void {
    this.length = 0;
    this.release();
  }

  private release(): void {
    if (this.bytes.length <= KEEP || this.length > KEEP / 2) return;
    const smaller = Buffer.allocUnsafeSlow(Math.max(INITIAL, this.length));
    this.bytes.copy(smaller, 0, 0, this.length);
    this.bytes = smaller;
  }
}
