export type Completeness = 'dump' | 'cluster' | 'none';

const completenessLine = {
  dump: '-- PostgreSQL database dump complete',
  cluster: '-- PostgreSQL database cluster dump complete',
} as const;

/** Ten lines of pg_dump's end (comment marks, blank lines, `\unrestrict <key>`) are far shorter. */
const kept = 4_096;
const lastLines = 10;

/** Remembers the last 4 KiB of a stream: all that is needed to see whether a dump was written to its end. */
export class OutputTail {
  private tail = Buffer.alloc(0);
  private total = 0;

  get bytes(): number {
    return this.total;
  }

  /** Copies at most 4 KiB: the chunk belongs to the consumer. */
  push(chunk: Buffer): void {
    this.total += chunk.length;
    if (chunk.length >= kept) this.tail = Buffer.from(chunk.subarray(chunk.length - kept));
    else this.tail = Buffer.concat([this.tail.subarray(Math.max(0, this.tail.length + chunk.length - kept)), chunk]);
  }

  /** The line stands whole, with its line end, among the last ten. */
  isComplete(kind: Completeness): boolean {
    if (kind === 'none') return true;
    const lines = this.tail.toString('latin1').split('\n');
    if (this.total > this.tail.length) lines.shift();
    const unfinished = lines.pop();
    return unfinished === '' && lines.slice(-lastLines).includes(completenessLine[kind]);
  }
}
