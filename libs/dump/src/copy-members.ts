import type { MemberRef, MemberSpec } from '@stowbase/archive';
import type { ArchiveTarget } from './archive-target';
import { LongRow } from './long-row';
import { memberEnd, quietTriggers } from './session-preamble';
import { memberLimit } from './slab-pool';

export interface CopiedTable {
  rows: number;
  /** Bytes of the rows as text, without what a member adds. */
  rawBytes: number;
  members: number[];
  /** The longest row seen in a member of its own, bytes; 0 when every row fits a member. */
  longestRow: number;
}

const tail = Buffer.from(`\\.\n\n${memberEnd}`);
const newline = 10;

/**
 * Cuts the rows of one COPY into members of at most 4 MiB, always between two rows; a row longer than that becomes a member of
 * its own. Each member repeats the settings and the COPY line, so it can be restored alone.
 */
export class CopyMembers {
  private readonly head: Buffer;
  private slab: Buffer | null = null;
  private used = 0;
  /** End of the last whole row in the slab. */
  private rowsEnd = 0;
  private long: LongRow | null = null;
  private readonly result: CopiedTable = { rows: 0, rawBytes: 0, members: [], longestRow: 0 };

  constructor(
    private readonly target: ArchiveTarget,
    private readonly spec: MemberSpec,
    settings: Buffer,
    copyLine: Buffer,
    options: { quiet: boolean },
  ) {
    this.head = Buffer.concat([settings, ...(options.quiet ? [Buffer.from(quietTriggers)] : []), copyLine]);
  }

  /** @param rows newlines in `bytes`; `bytes` may be a view that is gone after the call resolves. */
  async push(bytes: Buffer, rows: number): Promise<void> {
    this.result.rows += rows;
    this.result.rawBytes += bytes.length;
    let rest = bytes;
    while (rest.length > 0) rest = this.long === null ? await this.fill(rest) : await this.feedLongRow(this.long, rest);
  }

  async finish(): Promise<CopiedTable> {
    await this.close();
    return this.result;
  }

  /** The rest of the rows won't come. */
  abandon(cause: unknown): void {
    this.long?.abandon(cause);
  }

  /** Copies what fits; answers what is left for the next member. */
  private async fill(bytes: Buffer): Promise<Buffer> {
    const slab = this.slab ?? this.begin();
    const room = memberLimit - tail.length - this.used;
    if (bytes.length <= room) {
      this.append(slab, bytes, bytes.lastIndexOf(newline));
      return nothing;
    }
    const cut = room > 0 ? bytes.subarray(0, room).lastIndexOf(newline) : -1;
    if (cut >= 0) {
      this.append(slab, bytes.subarray(0, cut + 1), cut);
      await this.close();
      return bytes.subarray(cut + 1);
    }
    if (this.rowsEnd > this.head.length) {
      await this.closeKeepingOpenRow(slab);
      return bytes;
    }
    this.long = this.openLongRow(slab);
    return bytes;
  }

  private begin(): Buffer {
    this.slab = this.target.slabs.take();
    this.head.copy(this.slab);
    this.used = this.head.length;
    this.rowsEnd = this.used;
    return this.slab;
  }

  private append(slab: Buffer, bytes: Buffer, lastNewline: number): void {
    bytes.copy(slab, this.used);
    if (lastNewline >= 0) this.rowsEnd = this.used + lastNewline + 1;
    this.used += bytes.length;
  }

  /** Ends the member after its last whole row; the row that has begun moves to the next one. */
  private async closeKeepingOpenRow(full: Buffer): Promise<void> {
    const openRow = full.subarray(this.rowsEnd, this.used);
    const next = this.target.slabs.take();
    this.head.copy(next);
    openRow.copy(next, this.head.length);
    const nextUsed = this.head.length + openRow.length;
    this.used = this.rowsEnd;
    await this.close();
    this.slab = next;
    this.used = nextUsed;
    this.rowsEnd = this.head.length;
  }

  private async close(): Promise<void> {
    const slab = this.slab;
    if (slab === null) return;
    this.slab = null;
    if (this.used === this.head.length) {
      this.target.slabs.give(slab);
      return;
    }
    tail.copy(slab, this.used);
    this.note(await this.target.addSlab(this.spec, slab, this.used + tail.length));
  }

  private openLongRow(slab: Buffer): LongRow {
    const start = Buffer.from(slab.subarray(0, this.used));
    this.target.slabs.give(slab);
    this.slab = null;
    return new LongRow(this.target, this.spec, start, this.head.length);
  }

  private async feedLongRow(row: LongRow, bytes: Buffer): Promise<Buffer> {
    const end = bytes.indexOf(newline);
    if (end < 0) {
      await row.write(bytes);
      return nothing;
    }
    await row.write(bytes.subarray(0, end + 1));
    this.note(await row.end(tail));
    this.result.longestRow = Math.max(this.result.longestRow, row.bytes);
    this.long = null;
    return bytes.subarray(end + 1);
  }

  private note(ref: MemberRef): void {
    this.result.members.push(ref.number);
  }
}

const nothing = Buffer.alloc(0);
