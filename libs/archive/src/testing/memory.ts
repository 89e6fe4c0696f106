import type { RangeSource } from '../reader/range-source';
import type { ByteSink } from '../writer/writer-types';

/** A sink that keeps what it is given. */
export class MemorySink implements ByteSink {
  readonly chunks: Buffer[] = [];

  write(chunk: Buffer): Promise<void> {
    this.chunks.push(chunk);
    return Promise.resolve();
  }

  bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

/** A buffer that can be read anywhere. */
export function bufferSource(bytes: Buffer): RangeSource {
  return {
    size: () => Promise.resolve(bytes.length),
    read: (start, endExclusive) => Promise.resolve(bytes.subarray(start, endExclusive)),
  };
}

/** A buffer as a stream, cut after every `size` bytes. */
// oxlint-disable-next-line typescript/require-await
export async function* bufferStream(bytes: Buffer, size = 64 * 1024): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
