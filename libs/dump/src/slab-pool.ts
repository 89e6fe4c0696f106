/** Most SQL in one member, bytes: larger ones cost memory and compress no better (archive-format.md). */
export const memberLimit = 2.5 * 1024 * 1024;

/** Buffers of one member each, used again once the archive has compressed them: memory stays flat. */
export class SlabPool {
  private readonly free: Buffer[] = [];

  take(): Buffer {
    return this.free.pop() ?? Buffer.allocUnsafeSlow(memberLimit);
  }

  readonly give = (slab: Buffer): void => {
    this.free.push(slab);
  };
}
