/** The longest message we read, bytes: more than any row of a catalogue. Rows of tables come through pg_dump. */
export const longestMessage = 64 * 1_024 * 1_024;
/** The longest answer to one query, bytes. All of it is held in memory. */
export const longestAnswer = 512 * 1_024 * 1_024;

const headLength = 5;
const errorResponse = 0x45;
const noticeResponse = 0x4e;
const readyForQuery = 0x5a;

/**
 * Follows the messages of a server (PostgreSQL protocol 3: a type, a length, a body) without keeping them, so that what no server
 * sends is refused before it is gathered or read.
 */
export class MessageFrames {
  private readonly head = Buffer.alloc(headLength);
  private headBytes = 0;
  /** Bytes of the body that are still to come. */
  private left = 0;
  private empty = true;
  /** The last two bytes of the body so far; zeros before its first. */
  private tail = 0;
  private answer = 0;

  /** @throws Error that says what is wrong */
  read(chunk: Buffer): void {
    this.answer += chunk.length;
    for (let at = 0; at < chunk.length;) {
      at = this.headBytes < headLength ? this.readHead(chunk, at) : this.readBody(chunk, at);
      if (this.headBytes === headLength && this.left === 0) this.end(chunk.length - at);
    }
    if (this.answer > longestAnswer) throw new Error('an answer is too long');
  }

  private readHead(chunk: Buffer, at: number): number {
    const copied = chunk.copy(this.head, this.headBytes, at, at + headLength - this.headBytes);
    this.headBytes += copied;
    if (this.headBytes === headLength) {
      // The length counts itself, not the type.
      this.left = this.head.readUInt32BE(1) - 4;
      this.empty = this.left === 0;
      this.tail = 0;
      if (this.left < 0 || this.left > longestMessage) throw new Error('a message has an impossible length');
    }
    return at + copied;
  }

  private readBody(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.left);
    for (let index = Math.max(at, end - 2); index < end; index += 1)
      this.tail = ((this.tail << 8) | (chunk[index] ?? 0)) & 0xffff;
    this.left -= end - at;
    return end;
  }

  /** @param after bytes of the chunk that belong to the next message */
  private end(after: number): void {
    const [type] = this.head;
    // Fields, each ended by a zero, and one more zero. `pg` looks for that one for ever, whatever else happens in this process.
    if ((type === errorResponse || type === noticeResponse) && (this.empty || this.tail !== 0))
      throw new Error('a text has no end');
    if (type === readyForQuery) this.answer = after;
    this.headBytes = 0;
  }
}
