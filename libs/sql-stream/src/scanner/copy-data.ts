import type { SqlPart } from '../part';

const NEWLINE = 0x0a;
const END = Buffer.from('\\.\n');

/**
 * Rows between `COPY … FROM stdin;` and the line `\.`. They are never decoded and never copied: one native search per
 * row counts it and finds the end, which is the whole line `\.` (a row's own backslashes are doubled). Up to two bytes
 * that may start that line are kept over a chunk border.
 */
export class CopyData {
  /** How many bytes of `\.` this line started with; -1 in the middle of a row. */
  private matched = 0;
  /** How many of those came with an earlier chunk and were not handed out yet. */
  private kept = 0;

  reset(): void {
    this.matched = 0;
    this.kept = 0;
  }

  /** Takes the chunk from `from`; returns the position behind `\.⏎`, or -1 when the rows go on. */
  push(chunk: Buffer, from: number, out: SqlPart[]): number {
    const length = chunk.length;
    let at = from;
    let rows = 0;
    for (;;) {
      while (this.matched >= 0 && at < length) {
        if (chunk[at] !== END[this.matched]) {
          this.matched = -1;
          this.giveBack(out);
          break;
        }
        at++;
        if (++this.matched === END.length) {
          emit(chunk, from, at - END.length + this.kept, rows, out);
          out.push({ type: 'copy-end', text: END });
          this.reset();
          return at;
        }
      }
      if (at >= length) break;
      const newline = chunk.indexOf(NEWLINE, at);
      if (newline < 0) break;
      rows++;
      at = newline + 1;
      this.matched = 0;
    }
    const fresh = this.matched > 0 ? this.matched - this.kept : 0;
    emit(chunk, from, length - fresh, rows, out);
    this.kept += fresh;
    return -1;
  }

  private giveBack(out: SqlPart[]): void {
    if (this.kept > 0) out.push({ type: 'copy-data', bytes: END.subarray(0, this.kept), rows: 0 });
    this.kept = 0;
  }
}

function emit(chunk: Buffer, from: number, to: number, rows: number, out: SqlPart[]): void {
  if (to > from) out.push({ type: 'copy-data', bytes: chunk.subarray(from, to), rows });
}
