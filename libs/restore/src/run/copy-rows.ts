import type { SqlPart } from '@stowbase/sql-stream';

/** The rows of one COPY, out of a member's parts, up to its `\.`. */
export class CopyRows {
  /** Rows given so far. */
  seen = 0;
  /** What reading the member threw. */
  failure: { readonly reason: unknown } | null = null;
  private ended = false;

  constructor(private readonly next: () => Promise<SqlPart | null>) {}

  /** In the archive's own pieces of up to 256 KiB, uncopied. `given` is called before each. */
  async *pieces(given: (bytes: number) => void): AsyncGenerator<Buffer, void, void> {
    for (let part = await this.take(); part !== null; part = await this.take()) {
      given(part.bytes.length);
      this.seen += part.rows;
      yield part.bytes;
    }
  }

  /** What is left is read and not sent. */
  async drop(): Promise<void> {
    while ((await this.take()) !== null);
  }

  private async take(): Promise<(SqlPart & { type: 'copy-data' }) | null> {
    if (this.ended) return null;
    try {
      const part = await this.next();
      if (part?.type === 'copy-data') return part;
    } catch (reason) {
      this.failure = { reason };
      throw reason;
    }
    this.ended = true;
    return null;
  }
}
