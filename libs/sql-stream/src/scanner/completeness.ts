const MARKERS = [
  Buffer.from('-- PostgreSQL database dump complete'),
  Buffer.from('-- PostgreSQL database cluster dump complete'),
];
const NEWLINE = 0x0a;

/** Newer minors write `--`, an empty line, `\unrestrict …` and another empty line behind the marker. */
const LAST_LINES = 10;

/** Remembers whether the completeness line is among the last ten lines of what was pushed. */
export class Completeness {
  private newlines = -1;

  get seen(): boolean {
    return this.newlines >= 0 && this.newlines <= LAST_LINES;
  }

  /** Counts the lines of a new chunk; call it before the chunk is looked at. */
  pushed(chunk: Buffer): void {
    this.count(chunk, 0);
  }

  /** A comment `bytes[start, end)` on a line of its own outside any statement; `bytes` reaches to the end of the chunk. */
  comment(bytes: Buffer, start: number, end: number): void {
    if (!MARKERS.some((marker) => marker.length === end - start && marker.equals(bytes.subarray(start, end)))) return;
    this.newlines = 0;
    this.count(bytes, end);
  }

  private count(bytes: Buffer, from: number): void {
    let at = from;
    while (this.seen) {
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline < 0) return;
      this.newlines++;
      at = newline + 1;
    }
  }
}
