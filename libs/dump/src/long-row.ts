import type { MemberRef, MemberSpec } from '@stowbase/archive';
import type { ArchiveTarget } from './archive-target';

/** One row longer than a member: streamed to the compressor as it arrives, so that only its compressed bytes are held. */
export class LongRow {
  /** Bytes of the row itself. */
  bytes: number;
  private readonly writer: WritableStreamDefaultWriter<Buffer>;
  private readonly member: Promise<MemberRef>;

  /** @param start the member's settings, its COPY line and the row's first bytes; `headLength` of it is not the row. */
  constructor(target: ArchiveTarget, spec: MemberSpec, start: Buffer, headLength: number) {
    const { readable, writable } = new TransformStream<Buffer, Buffer>();
    this.writer = writable.getWriter();
    this.bytes = start.length - headLength;
    this.member = target.addLong(spec, readable);
    this.member.catch(async (error: unknown) => this.writer.abort(error).catch(alreadyFailed));
    void this.writer.write(start).catch(alreadyFailed);
  }

  /** Resolves when the compressor has taken the piece. */
  async write(piece: Buffer): Promise<void> {
    this.bytes += piece.length;
    // The piece is a view on a buffer that is filled again while the compressor still reads.
    await this.orMemberFailure(this.writer.write(Buffer.from(piece)));
  }

  async end(tail: Buffer): Promise<MemberRef> {
    await this.orMemberFailure(this.writer.write(tail));
    await this.orMemberFailure(this.writer.close());
    return this.member;
  }

  /** The rest of the row won't come: its member, and the archive with it, fails with the cause. */
  abandon(cause: unknown): void {
    void this.writer.abort(cause).catch(alreadyFailed);
  }

  /** The member's own failure is the cause worth reporting, not the closed stream it leaves behind. */
  private async orMemberFailure(step: Promise<void>): Promise<void> {
    await step.catch(async (error: unknown) => {
      await this.member;
      throw error;
    });
  }
}

/** `member` rejects with the cause; the stream only repeats it. */
const alreadyFailed = (): void => undefined;
