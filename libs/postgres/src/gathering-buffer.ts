/** libuv reads at most this much at once, bytes. */
const oneRead = 64 * 1024;
/** A buffer is full here: what one more read brings still fits, and so does the room asked for behind it. */
const fullAt = 256 * 1024;

/**
 * Two buffers that are used again and again: reads are gathered in one while the other is in the reader's hands. Made for the
 * `onread` option of a socket, which asks for the place of the next read as soon as one has ended.
 */
export class GatheringBuffer {
  private readonly slabs = [newSlab(), newSlab()] as const;
  private filling: 0 | 1 = 0;
  /** Bytes gathered in the buffer being filled. */
  private used = 0;
  private place: { slab: 0 | 1; offset: number } = { slab: 0, offset: 0 };

  get size(): number {
    return this.used;
  }

  get isFull(): boolean {
    return this.used >= fullAt;
  }

  /** Where the next read may write; asked for once before each read. */
  nextPlace(): Buffer {
    this.place = { slab: this.filling, offset: this.used };
    return this.slabs[this.filling].subarray(this.used, this.used + oneRead);
  }

  /** A read has written so many bytes to the place it was given. */
  wrote(bytes: number): void {
    const { slab, offset } = this.place;
    if (slab !== this.filling || offset !== this.used) {
      // The buffers changed hands between asking and reading: behind the bytes the reader has, so nothing of his was touched.
      this.slabs[slab].copy(this.slabs[this.filling], this.used, offset, offset + bytes);
    }
    this.used += bytes;
  }

  /** What was gathered, valid until the next call; the buffer taken before is free again then. */
  take(): Buffer {
    const taken = this.slabs[this.filling].subarray(0, this.used);
    this.filling = this.filling === 0 ? 1 : 0;
    this.used = 0;
    return taken;
  }
}

const newSlab = (): Buffer => Buffer.allocUnsafeSlow(fullAt + 2 * oneRead);
