import { constants, createZstdCompress, type ZstdCompress } from 'node:zlib';
import { misuse } from './errors';
import { maxMemberBytes } from './limits';
import { statedContentSize } from './zstd-header';

/** What one frame may need for its worst case (ZSTD_compressBound of zstd.h, rounded up), bytes. */
const worstCase = (rawBytes: number): number => rawBytes + Math.ceil(rawBytes / 256) + 64 * 1024;
/** Room for the largest member or a few usual ones: one allocation for them, and not so much that those that wait are a burden. */
const roomBytes = worstCase(maxMemberBytes);

/**
 * Members as single zstd frames with content size and checksum.
 *
 * zstd compresses a frame in one piece, without copying it through a window of its own, when it gets all of the input with "this is
 * the end" and room for the worst case: a fifth less CPU time than feeding it as a stream, which is what `zlib.zstdCompress` does
 * (its write never says "end"). A context that has ended a frame begins the next one by itself, so contexts and their output
 * buffers serve several members.
 */
export class ZstdFrames {
  private readonly idle: Context[] = [];

  constructor(private readonly params: Record<number, number>) {}

  /** The frame is a view on a larger buffer: whoever keeps it for long makes a copy. */
  async compress(raw: Buffer): Promise<Buffer> {
    const context = this.idle.pop();
    const fitting = context !== undefined && context.room >= worstCase(raw.length) ? context : this.replace(context);
    const frame = await fitting.compress(raw);
    this.idle.push(fitting);
    return frame;
  }

  /** Frees what is left; the object stays usable. */
  close(): void {
    for (const context of this.idle.splice(0)) context.destroy();
  }

  private replace(full: Context | undefined): Context {
    full?.destroy();
    return new Context(this.params);
  }
}

class Context {
  /** Bytes left in the output buffer of `stage`. */
  room = roomBytes;
  private readonly stage: ZstdCompress;
  private chunks: Buffer[] = [];

  constructor(params: Record<number, number>) {
    this.stage = createZstdCompress({ chunkSize: roomBytes, flush: constants.ZSTD_e_end, params });
    this.stage.on('data', (chunk: Buffer) => this.chunks.push(chunk));
  }

  compress(raw: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.stage.once('error', reject);
      this.stage.write(raw, (error) => {
        if (error) {
          reject(error);
          return;
        }
        this.stage.off('error', reject);
        const { chunks } = this;
        this.chunks = [];
        const frame = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
        this.room -= frame.length;
        // Rows that a compressor lost would have a hash that fits: what it made has to say that it holds all of them.
        if (statedContentSize(frame) === raw.length) resolve(frame);
        else reject(misuse(`zstd made a frame that does not hold the ${raw.length} bytes it was given.`));
      });
    });
  }

  destroy(): void {
    this.stage.destroy();
  }
}
