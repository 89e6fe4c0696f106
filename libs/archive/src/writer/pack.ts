import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { seal, sealStream } from '../age/seal';
import { compressStream, openCompressor, type Compressor } from '../compress';
import type { Compression } from '../manifest';

/** A member's bytes as they will be stored. */
export interface PackedMember {
  readonly chunks: readonly Buffer[];
  readonly storedSize: number;
  readonly rawSize: number;
  readonly sha256: string;
}

/** Makes SQL into stored bytes: compressed, encrypted when there are recipients, hashed. */
export class Packer {
  readonly busyMs = { compress: 0, encrypt: 0 };
  /** No more at once than there are cores: what waits in the window is ready when one is free, and nobody gets in the dump's way. */
  readonly #inTurn = pLimit(availableParallelism());
  readonly #compressor: Compressor;

  constructor(
    readonly compression: Compression,
    readonly recipients: readonly string[],
  ) {
    this.#compressor = openCompressor(compression);
  }

  /** Nothing more will be compressed. */
  close(): void {
    this.#compressor.close();
  }

  /** @param onReleased called once the raw buffer may be used again, also after a failure */
  async pack(raw: Buffer, onReleased?: (raw: Buffer) => void): Promise<PackedMember> {
    const rawSize = raw.length;
    let compressed: Buffer;
    try {
      compressed = await this.#inTurn(() => this.#compress(raw));
    } finally {
      onReleased?.(raw);
    }
    return this.packPlain(compressed, rawSize);
  }

  async #compress(raw: Buffer): Promise<Buffer> {
    const start = performance.now();
    try {
      return await this.#compressor.compress(raw);
    } finally {
      this.busyMs.compress += performance.now() - start;
    }
  }

  /** The same for a member that is kept a while: in memory of its own, however large the buffer it was compressed into. */
  async packKept(raw: Buffer): Promise<PackedMember> {
    const { chunks, ...sizes } = await this.pack(raw);
    return { ...sizes, chunks: chunks.map((chunk) => Buffer.from(chunk)) };
  }

  /** Encrypted when there are recipients, but not compressed. */
  async packPlain(plain: Buffer, rawSize = plain.length): Promise<PackedMember> {
    const start = performance.now();
    const stored = this.recipients.length === 0 ? plain : await seal(plain, this.recipients);
    if (stored !== plain) this.busyMs.encrypt += performance.now() - start;
    return packed([stored], rawSize);
  }

  /** Holds only the compressed bytes, however long the stream is. */
  async packStream(raw: AsyncIterable<Buffer>): Promise<PackedMember> {
    const start = performance.now();
    let rawSize = 0;
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of raw) {
        rawSize += chunk.length;
        yield chunk;
      }
    };
    const compressed = compressStream(counted(), this.compression);
    const chunks: Buffer[] = [];
    for await (const chunk of this.recipients.length === 0 ? compressed : sealStream(compressed, this.recipients)) {
      chunks.push(chunk);
    }
    this.busyMs.compress += performance.now() - start;
    return packed(chunks, rawSize);
  }
}

/** Bytes that are stored as they are. */
export function packed(chunks: readonly Buffer[], rawSize?: number): PackedMember {
  const hash = createHash('sha256');
  let storedSize = 0;
  for (const chunk of chunks) {
    hash.update(chunk);
    storedSize += chunk.length;
  }
  return { chunks, storedSize, rawSize: rawSize ?? storedSize, sha256: hash.digest('hex') };
}
