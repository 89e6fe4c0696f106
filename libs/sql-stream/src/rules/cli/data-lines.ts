const HEADER = Buffer.from('SET session_replication_role = replica;\n\n');
const FOOTER = Buffer.from('RESET ALL;\n');
const MARKS = [Buffer.from('\\restrict '), Buffer.from('\\unrestrict ')];
const LINE = Buffer.from('\n\\');
const COMMENT = Buffer.from('-- ');

/** The data chain: only restrict lines are commented, also inside values. Never holds more than the start of a line. */
export class DataLines {
  private started = false;
  private atLineStart = true;
  private held: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Buffer {
    const out: Buffer[] = this.begin();
    const bytes = this.held.length > 0 ? Buffer.concat([this.held, chunk]) : chunk;
    this.held = Buffer.alloc(0);
    let from = 0;
    let mark = this.atLineStart && bytes[0] === LINE[1] ? 0 : next(bytes, 0);
    while (mark >= 0) {
      const found = compare(bytes.subarray(mark));
      if (found === 'yes') {
        out.push(bytes.subarray(from, mark), COMMENT);
        from = mark;
      } else if (found === 'maybe') {
        out.push(bytes.subarray(from, mark));
        this.held = Buffer.from(bytes.subarray(mark));
        this.atLineStart = true;
        return Buffer.concat(out);
      }
      mark = next(bytes, mark);
    }
    out.push(bytes.subarray(from));
    if (bytes.length > 0) this.atLineStart = bytes[bytes.length - 1] === LINE[0];
    return Buffer.concat(out);
  }

  end(): Buffer {
    return Buffer.concat([...this.begin(), this.held, FOOTER]);
  }

  private begin(): Buffer[] {
    if (this.started) return [];
    this.started = true;
    return [HEADER];
  }
}

/** The next backslash that starts a line, behind `from`. */
function next(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(LINE, from);
  return at < 0 ? -1 : at + 1;
}

function compare(rest: Buffer): 'yes' | 'maybe' | 'no' {
  for (const mark of MARKS) {
    const size = Math.min(mark.length, rest.length);
    if (mark.subarray(0, size).equals(rest.subarray(0, size))) return size === mark.length ? 'yes' : 'maybe';
  }
  return 'no';
}
