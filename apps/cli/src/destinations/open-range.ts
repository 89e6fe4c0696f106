import type { Readable } from 'node:stream';
import { StorageError } from '@stowbase/storage';

/** A range that is being read, piece by piece, as somebody asks for it. */
export class OpenRange {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  /** @param at the next byte @param end exclusive */
  constructor(
    private readonly body: Readable,
    public at: number,
    readonly end: number,
  ) {
    this.chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    // While nobody reads it may break: whoever reads next is told.
    body.on('error', () => undefined);
  }

  /** The bytes from `start` (what is before is passed over) to `end`. @throws StorageError */
  async take(start: number, end: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    while (this.at < end) {
      const chunk = this.rest.length > 0 ? this.rest : await this.next();
      const used = Math.min(chunk.length, end - this.at);
      if (this.at + used > start) parts.push(chunk.subarray(Math.max(0, start - this.at), used));
      this.at += used;
      this.rest = chunk.subarray(used);
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  }

  /** Nothing more is wanted. */
  close(): void {
    this.body.destroy();
  }

  private async next(): Promise<Buffer> {
    const next = await this.chunks.next();
    if (next.done !== true) return next.value;
    throw new StorageError('size-mismatch', 'The answer ended too early.', 'Try again; if it stays, check the copy.');
  }
}
